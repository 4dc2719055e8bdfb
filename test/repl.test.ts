import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ServerProcess, startProcess, stopProcess } from './helpers/server-process.ts';
import { type Site, startSite } from './helpers/site.ts';
import { temporaryFolder } from './helpers/temporary-folder.ts';

const repl = [process.execPath, join(import.meta.dirname, '../scripts/repl.ts')];
let site: Site;
let prompt: ServerProcess;

beforeAll(async () => {
  site = await startSite();
  prompt = startProcess(repl, { ...site.env, NODE_ID: 'operator' });
  await prompt.waitForLog(/site11 \$/, 60_000);
}, 120_000);

afterAll(() => stopProcess(prompt));

/** Types a line and waits for an answer to it. */
async function ask(line: string, answer: RegExp): Promise<RegExpMatchArray> {
  const before = prompt.log().length;
  prompt.type(line);
  return prompt.waitForLog(new RegExp(`(?<=^[^]{${before}}[^]*)(?:${answer.source})`, answer.flags));
}

describe('the REPL, beside a running installation', () => {
  test('opens no port and says nothing but its prompt', () => {
    expect(prompt.log()).toMatch(/^Type "help".*\nsite11 \$ $/);
  });

  test('lists its own commands and explains each', async () => {
    for (const command of ['health', 'users', 'token', 'sessions', 'projections', 'keys']) {
      await ask(`${command} --help`, new RegExp(`Usage: .*${command} `));
    }
  });

  test('says how the services are', async () => {
    await ask('health', /users +ok/);
  });

  test('finds accounts', async () => {
    const { user } = await site.register({ name: 'Grace Hopper' });
    await ask('users hopper', new RegExp(`${user.email} +Grace Hopper +active +user`));
  });

  test('makes a token that the server takes, and writes down that it did', async () => {
    const { user } = await site.register();
    const [token] = await ask(`token ${user.email}`, /eyJ[\w.-]+/);
    const { status, body } = await site.request('GET', '/api/v1/auth/me', { token });
    expect([status, body]).toMatchObject([200, { user: { id: user.id } }]);
    const log = readFileSync(join(site.dataDir, 'logs/repl.log'), 'utf8');
    expect(log).toContain(user.id);
    expect(log).not.toContain(token);
    await ask('token nobody@example.com', /There is no account/);
  });

  test('shows where an account is logged in', async () => {
    const { user } = await site.register();
    await ask(`sessions ${user.email}`, /127\.0\.0\.1/);
  });

  test('checks and rebuilds projections', async () => {
    await ask('projections check users', /[1-9]\d* events of [1-9]\d* streams read; 0 projections differ/);
    await ask('projections rebuild users', /0 projections differed and were mended/);
    await ask('projections rebuild console', /has no projections/);
  });

  test('rotates the signing key without anybody being logged out', async () => {
    const user = await site.register();
    const [, kid] = await ask('keys rotate', /Signing with (\S+) now/);
    await ask('keys list', new RegExp(`${kid} +current`));
    expect((await site.request('GET', '/api/v1/auth/me', { token: user.accessToken })).status).toBe(200);
    const again = await site.login(user.user.email, user.password);
    expect((await site.request('GET', '/api/v1/auth/me', { token: again.accessToken })).status).toBe(200);
  });
});

test('the REPL makes no installation where there is none', async () => {
  const lost = startProcess(repl, { DATA_DIR: temporaryFolder() });
  expect((await lost.exited).code).toBe(1);
  expect(lost.log()).toContain('There is no installation');
});
