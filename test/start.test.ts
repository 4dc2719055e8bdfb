import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startProcess, stopProcess } from './helpers/server-process.ts';
import { failToStart, startSite } from './helpers/site.ts';
import { temporaryFolder } from './helpers/temporary-folder.ts';

describe('a service that says too little about access stops the start', () => {
  const cases: [string, string, RegExp][] = [
    ['an action with "rest" and no "auth"', `read: { rest: 'GET /api/v1/rogue', handler() {} }`, /rogue\.read.*auth/],
    [
      'an action that needs a permission which nobody declares',
      `read: { rest: 'GET /api/v1/rogue', auth: 'rogue:read', handler() {} }`,
      /rogue\.read.*rogue:read/,
    ],
    [
      'an internal action with "rest"',
      `read: { rest: 'GET /api/v1/rogue', auth: 'internal', handler() {} }`,
      /rogue\.read.*internal/,
    ],
    [
      'a hook that does not exist',
      `read: { rest: 'GET /api/v1/rogue', auth: 'public', hooks: { before: 'chekOwner' }, handler() {} }`,
      /rogue\.read.*chekOwner/,
    ],
  ];

  test.each(cases)('%s', async (_what, action, message) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'rogue.service.ts'), `export default { name: 'rogue', actions: { ${action} } };\n`);
    const { code, log } = await failToStart({ env: { SERVICEDIR: folder } });
    expect(code).toBeGreaterThan(0);
    expect(log).toMatch(message);
  });
});

describe('a wrong environment stops the start', () => {
  const cases: [Record<string, string>, RegExp][] = [
    [{ PORT: 'eight thousand' }, /PORT must be integer/],
    [{ SITE11_SECRET_FILE: '/does/not/exist' }, /SITE11_SECRET_FILE: cannot read/],
  ];

  test.each(cases)('%j is refused with what it takes instead', async (env, message) => {
    const { code, log } = await failToStart({ env });
    expect(code).toBeGreaterThan(0);
    expect(log).toMatch(message);
    expect(log).not.toMatch(/ {4}at /);
  });
});

test('a process runs only the services that SERVICES names', async () => {
  const site = await startSite({ services: ['console', 'users'] });
  const { body } = await site.request<{ services: object }>('GET', '/health');
  expect(Object.keys(body.services)).toEqual(['console', 'users']);
});

test('a port that is taken stops the start and says which', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  const { code, log } = await failToStart({ env: { PORT: String(port) } });
  other.close();
  expect(code).toBeGreaterThan(0);
  expect(log).toContain(String(port));
});

describe('a store that cannot be trusted stops the start, and nothing in it is overwritten', () => {
  let content: [string, Buffer][];
  let dataDir: string;
  let database: string;

  beforeAll(async () => {
    const site = await startSite({ store: 'sqlite' });
    await site.register();
    await site.stop();
    content = readAll(site.dataDir);
  });

  beforeEach(() => {
    dataDir = temporaryFolder();
    database = join(dataDir, 'users_db/users.sqlite');
    for (const [file, bytes] of content) {
      mkdirSync(join(dataDir, file, '..'), { recursive: true, mode: 0o700 });
      writeFileSync(join(dataDir, file), bytes, { mode: 0o600 });
    }
  });

  async function expectRefusal(message: RegExp, options: { uid?: number } = {}): Promise<void> {
    const before = hash(database);
    const { code, log } = await failToStart({ dataDir, store: 'sqlite', ...options });
    expect(code).toBeGreaterThan(0);
    expect(log).toMatch(message);
    expect(log).toContain(`${dataDir}/`);
    expect(hash(database)).toBe(before);
  }

  test('a file that is no database', async () => {
    writeFileSync(database, 'Dear diary, today I was mistaken for a database.'.repeat(200));
    await expectRefusal(/not a database|damaged/i);
  });

  test('a database with a damaged page', async () => {
    const bytes = readFileSync(database);
    bytes.fill(0xff, 100, 3000);
    writeFileSync(database, bytes);
    await expectRefusal(/damaged|malformed/i);
  });

  test('a database of a newer version', async () => {
    const newer = new DatabaseSync(database);
    newer.exec('PRAGMA user_version = 9999; PRAGMA wal_checkpoint(TRUNCATE)');
    newer.close();
    await expectRefusal(/newer/i);
  });

  test('a database that another program holds', async () => {
    // A program of its own: POSIX drops a process's locks on a file as soon as it closes any handle to it, as hash() does.
    const script = `const { DatabaseSync } = require('node:sqlite');
      const database = new DatabaseSync(${JSON.stringify(database)});
      database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT');
      console.log('held'); setInterval(() => database, 1000);`;
    const other = startProcess([process.execPath, '-e', script], {});
    await other.waitForLog(/held/);
    await expectRefusal(/locked|in use/i);
    await stopProcess(other);
  });

  // For root no folder is read-only: the server runs as nobody then, where nobody can read this code.
  const uid = process.getuid?.() === 0 ? 65_534 : undefined;
  const canRun = spawnSync(process.execPath, ['--version'], { uid, cwd: join(import.meta.dirname, '..') }).status === 0;
  const title = canRun ? '' : ' (needs a checkout that the user nobody can read: do not keep it in /root)';
  (canRun ? test : test.skip)(`a folder that can only be read${title}`, async () => {
    for (const folder of ['users_db', 'oauth_db', 'console_db', '.']) {
      for (const name of readdirSync(join(dataDir, folder))) own(join(dataDir, folder, name), 0o444);
    }
    for (const folder of ['users_db', 'oauth_db', 'console_db', '.']) own(join(dataDir, folder), 0o555);
    await expectRefusal(/read-only|cannot be written|not writable|permission/i, { uid });
  });

  function own(path: string, mode: number): void {
    if (uid !== undefined) chownSync(path, uid, uid);
    chmodSync(path, statSync(path).isDirectory() ? 0o555 : mode);
  }
});

function hash(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function readAll(folder: string): [string, Buffer][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => [file.slice(folder.length + 1), readFileSync(file)]);
}
