import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readComposeFile } from '../helpers/compose-file.ts';
import { imageCommand } from '../helpers/dockerfile.ts';
import { send } from '../helpers/http.ts';
import { makeInstallation } from '../helpers/installation.ts';
import { describeWith } from '../helpers/require-tool.ts';
import { freePort, type ServerProcess, startProcess, stopProcess } from '../helpers/server-process.ts';

describeWith('redis', 'docker-compose.yml with processes in place of containers', (redisServer) => {
  const folder = makeInstallation('localhost');
  const secrets = join(folder, 'deploy/secrets');
  const { services } = readComposeFile({ SECRETS_DIR: secrets });
  const running: ServerProcess[] = [];
  const environments = new Map<string, Record<string, string>>();
  let redisPort: number;
  let url: string;

  beforeAll(async () => {
    redisPort = await freePort();
    // Its name is this machine here.
    const file = join(secrets, 'redis_url');
    const redisUrl = readFileSync(file, 'utf8').replace('redis:6379', `127.0.0.1:${redisPort}`);
    rmSync(file);
    writeFileSync(file, redisUrl);
    const [, ...options] = services.redis?.command ?? [];
    const args = options.map((option) => option.replace('/run/secrets', secrets));
    const redis = start(
      [redisServer, ...args, '--port', String(redisPort), '--bind', '127.0.0.1', '--dir', folder],
      {},
    );
    await redis.waitForLog(/Ready to accept connections/);
  });

  afterAll(() => Promise.all(running.reverse().map((server) => stopProcess(server))));

  function start(command: string[], env: Record<string, string>): ServerProcess {
    const server = startProcess(command, env);
    running.push(server);
    return server;
  }

  /** The command of the image with the environment of the service; files, ports and the database are this machine's. */
  async function startService(name: string): Promise<ServerProcess> {
    const environment: Record<string, string> = { ...services[name]?.environment, DATA_DIR: join(folder, name) };
    for (const [key, value] of Object.entries(environment)) environment[key] = value.replace('/run/secrets', secrets);
    for (const key of ['PORT', 'NODE_PORT']) if (environment[key]) environment[key] = String(await freePort());
    environment.NODE_ID = name;
    // Where no server is told, what the services keep is in files.
    delete environment.MONGO_URL_FILE;
    if (process.env.MONGO_URL !== undefined) environment.MONGO_URL = process.env.MONGO_URL;
    mkdirSync(environment.DATA_DIR ?? '');
    environments.set(name, environment);
    const [, ...args] = imageCommand();
    return start([process.execPath, ...args], environment);
  }

  async function untilHealthy(services: string[]): Promise<void> {
    const all = Object.fromEntries(services.map((name) => [name, { status: 'ok' }]));
    let last: unknown;
    for (const deadline = Date.now() + 30_000; Date.now() < deadline; await delay(100)) {
      last = await send(url, 'GET', '/health').catch((error: Error) => error);
      const { body } = last as { body?: { services?: unknown } };
      if (JSON.stringify(body?.services) === JSON.stringify(all)) return;
    }
    throw new Error(`Not healthy: ${JSON.stringify(last)}\n${running.map((server) => server.log()).join('\n')}`);
  }

  const check = (name: string) => {
    const [, ...command] = services[name]?.healthcheck?.test ?? [];
    return startProcess(command, environments.get(name) ?? {}).exited;
  };

  test('Redis answers nobody without the password, but its own health check', () => {
    const cli = (...args: string[]) =>
      execFileSync('redis-cli', ['-p', String(redisPort), ...args], { encoding: 'utf8' });
    expect(cli('ping')).toBe('PONG\n');
    expect(cli('publish', 'a', 'b')).toContain('NOPERM');
    expect(cli('keys', '*')).toContain('NOPERM');
  });

  test('the Console alone answers /health', async () => {
    await startService('console');
    url = `http://127.0.0.1:${environments.get('console')?.PORT}`;
    await untilHealthy(['console']);
  });

  test('services are added one at a time', async () => {
    await startService('users');
    await untilHealthy(['console', 'users']);
    await startService('oauth');
    await untilHealthy(['console', 'oauth', 'users']);
  });

  test.each(['console', 'users', 'oauth'])('the health check of %s agrees', async (name) => {
    expect(await check(name)).toMatchObject({ code: 0 });
  });

  test('the first admin is made with the link in the log of users, and logs in through all three', async () => {
    const users = running.find((server) => /setup#token=/.test(server.log()));
    const [, token] = (await users?.waitForLog(/setup#token=([\w.-]+)/)) ?? [];
    const account = { email: 'ada@example.com', password: 'analytical engine', name: 'Ada' };
    expect(await send(url, 'POST', '/api/v1/setup', { body: { token, ...account } })).toMatchObject({ status: 201 });
    const { email, password } = account;
    const login = await send<{ accessToken: string }>(url, 'POST', '/api/v1/auth/login', { body: { email, password } });
    const me = await send(url, 'GET', '/api/v1/auth/me', { token: login.body.accessToken });
    expect(me.body).toMatchObject({ user: { email, permissions: ['*'] } });
  });
});
