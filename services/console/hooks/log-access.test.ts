import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { startCommand } from '../../../scripts/start-command.ts';
import { send } from '../../../test/helpers/http.ts';
import { freePort, startProcess, stopProcess } from '../../../test/helpers/server-process.ts';
import { type Site, startSite } from '../../../test/helpers/site.ts';
import { untilReady } from '../../../test/helpers/site-process.ts';
import { temporaryFolder } from '../../../test/helpers/temporary-folder.ts';

interface Line {
  path: string;
  status: number;
}

describe('The access log', () => {
  let site: Site;

  afterEach(async () => {
    expect(await site.stop()).toBe(0);
  });

  const start = async (prepare: (file: string) => void = () => undefined, env: Record<string, string> = {}) => {
    const dataDir = temporaryFolder();
    mkdirSync(join(dataDir, 'logs'));
    const file = join(dataDir, 'logs/access.log');
    prepare(file);
    site = await startSite({ dataDir, env, topology: 'process' });
    return file;
  };

  const read = (file: string): Line[] =>
    existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .filter((line) => line.startsWith('{'))
          .map((line) => JSON.parse(line))
      : [];

  const untilLogged = async (file: string, path: string) => {
    while (!read(file).some((line) => line.path === path)) await delay(100);
  };

  test('has a whole line for each of many requests, with what is not ASCII as it was', async () => {
    const file = await start(undefined, { RATE_LIMIT: '10000' });
    const headers = { 'User-Agent': `"quoted" ${'x'.repeat(200)} \u00e9` };
    const ask = (n: number) => site.request('GET', `/api/v1/nothing/${n}`, { headers });
    for (let n = 0; n < 500; n += 50) await Promise.all(Array.from({ length: 50 }, (_, i) => ask(n + i)));
    await untilLogged(file, '/api/v1/nothing/499');
    const lines = read(file).filter(({ path }) => path.startsWith('/api/v1/nothing/')) as (Line & { agent: string })[];
    expect(new Set(lines.map(({ path }) => path)).size).toBe(500);
    expect(lines).toHaveLength(500);
    expect(lines.every(({ status, agent }) => status === 404 && agent.startsWith('"quoted" xxx'))).toBe(true);
    expect(lines.every(({ agent }) => agent.endsWith('\u00e9'))).toBe(true);
  });

  test('begins a new file when one is full, and keeps that', async () => {
    const file = await start((path) => {
      writeFileSync(path, '{"path":"/before"}\n');
      truncateSync(path, 64 * 1024 * 1024);
    });
    while (!existsSync(`${file}.1`)) await delay(100);
    await site.request('GET', '/health/live');
    await untilLogged(file, '/health/live');
    expect(readFileSync(`${file}.1`).subarray(0, 18).toString()).toBe('{"path":"/before"}');
  });

  test('goes on in a new file when another program has put the old one away, or removed it', async () => {
    const file = await start();
    await site.request('GET', '/health/live');
    await untilLogged(file, '/health/live');
    renameSync(file, `${file}.old`);
    while (!existsSync(file)) await delay(100);
    await site.request('GET', '/api/v1/renamed');
    await untilLogged(file, '/api/v1/renamed');
    rmSync(file);
    while (!existsSync(file)) await delay(100);
    await site.request('GET', '/api/v1/removed');
    await untilLogged(file, '/api/v1/removed');
  });

  test('goes to standard output where that is asked for', async () => {
    const file = await start(undefined, { ACCESS_LOG: 'stdout' });
    await site.request('GET', '/api/v1/printed');
    await site.waitForLog(/"path":"\/api\/v1\/printed"/);
    expect(existsSync(file)).toBe(false);
  });

  test('loses lines when the disk is full, and nothing else is lost', async () => {
    await start((path) => symlinkSync('/dev/full', path));
    await site.waitForLog(/The access log cannot be written.*ENOSPC|ENOSPC.*The access log cannot be written/);
    for (let n = 0; n < 50; n += 1) expect((await site.request('GET', '/health/live')).status).toBe(200);
  });
});

test('The access log waits for a reader of standard output that is slow', async () => {
  const port = await freePort();
  const server = startProcess(startCommand(), {
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATA_DIR: temporaryFolder(),
    ADMIN_EMAIL: 'admin@example.com',
    ADMIN_PASSWORD: 'correct horse battery admin',
    RATE_LIMIT: '10000',
    ACCESS_LOG: 'stdout',
    // Whoever has opened standard output so has made the pipe one that says it is full, for all who write to it.
    NODE_OPTIONS: '--import=data:text/javascript,process.stdout',
  });
  try {
    const url = `http://127.0.0.1:${port}`;
    await untilReady(server, url);
    const goOn = server.holdOutput();
    const ask = (n: number) => send(url, 'GET', `/api/v1/slow/${n}`);
    for (let n = 0; n < 2_000; n += 50) await Promise.all(Array.from({ length: 50 }, (_, i) => ask(n + i)));
    // Longer than lines are collected, and than a pipe that is full is left alone.
    await delay(1_500);
    goOn();
    await server.waitForLog(/"path":"\/api\/v1\/slow\/1999"/);
    expect(new Set(server.log().match(/"path":"\/api\/v1\/slow\/\d+"/g)).size).toBe(2_000);
    expect(server.log()).not.toContain('cannot be written');
  } finally {
    await stopProcess(server);
  }
});
