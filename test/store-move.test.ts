import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { type MongoServer, startMongo } from './helpers/mongo-server.ts';
import { describeWith } from './helpers/require-tool.ts';
import { runScript } from './helpers/run-script.ts';
import { startProcess } from './helpers/server-process.ts';
import { startSite } from './helpers/site.ts';
import { temporaryFolder } from './helpers/temporary-folder.ts';

const script = join(import.meta.dirname, '../scripts/store-move.ts');

/** "users.accounts" -> what the move says that it has copied and compared. */
function hashes(log: string): Record<string, string> {
  const lines = [...log.matchAll(/^(\w+\.\w+): (\d+ documents, sha256 \w+) ok$/gm)];
  return Object.fromEntries(lines.map(([, name, content]) => [name, content]));
}

describeWith('mongo', 'npm run store:move', (found) => {
  let server: MongoServer;
  let dataDir: string;
  let env: Record<string, string>;
  let person: { email: string; password: string; id: string };
  const elsewhere = { SITE11_SECRET: 'a secret of which both sides know, long enough' };

  beforeAll(async () => {
    server = await startMongo(found);
    const site = await startSite({ env: elsewhere });
    dataDir = site.dataDir;
    env = { ...elsewhere, MONGO_URL: server.url, NAMESPACE: `move-${process.pid}-${Date.now()}`.slice(0, 32) };
    const token = await site.adminToken();
    for (let n = 0; n < 250; n += 10) {
      const accounts = Array.from({ length: 10 }, (_, i) => ({
        email: `mover-${n + i}@example.com`,
        name: `Mover ${n}`,
      }));
      await Promise.all(accounts.map((body) => site.request('POST', '/api/v1/users', { token, body })));
    }
    const { user, password } = await site.register();
    person = { email: user.email, password, id: user.id };
    await site.stop();
  });

  const move = (to: string, folder: string, more: Record<string, string> = {}) =>
    runScript('store-move.ts', ['--to', to], { ...env, DATA_DIR: folder, ...more });

  test('says what is missing', async () => {
    const { MONGO_URL: _url, ...without } = env;
    const unset = await runScript('store-move.ts', ['--to', 'mongo'], { ...without, DATA_DIR: dataDir });
    expect([unset.code, unset.log]).toEqual([1, expect.stringContaining('Set MONGO_URL')]);
    const nowhere = await move('mongo', temporaryFolder());
    expect([nowhere.code, nowhere.log]).toEqual([1, expect.stringContaining('There is no installation')]);
  });

  test('is killed in the middle, goes on, is the same there and back, and refuses what holds data', async () => {
    const first = startProcess([process.execPath, script, '--to', 'mongo'], { ...env, DATA_DIR: dataDir });
    await first.waitForLog(/: \d+ of \d+/);
    first.kill('SIGKILL');
    await first.exited;
    expect(existsSync(join(dataDir, 'store-move.json'))).toBe(true);

    const there = await move('mongo', dataDir);
    expect([there.code, there.log]).toEqual([0, expect.stringContaining('Going on with a move that was interrupted')]);
    expect(there.log).toContain('Moved. Next: start with MONGO_URL set and the same secret');
    expect(hashes(there.log)['users.accounts']).toMatch(/^252 documents/);
    expect(existsSync(join(dataDir, 'store-move.json'))).toBe(false);

    const again = await move('mongo', dataDir);
    expect([again.code, again.log]).toEqual([1, expect.stringContaining('holds data already')]);

    const folder = temporaryFolder();
    const back = await move('sqlite', folder);
    expect([back.code, back.log]).toEqual([0, expect.stringContaining('Moved. Next: start without MONGO_URL')]);
    expect(hashes(back.log)).toEqual(hashes(there.log));
    expect((await move('sqlite', dataDir)).log).toContain('holds data already');

    // Each side serves who was there before, goes on with the numbers of the log, and opens what the other has sealed.
    for (const options of [
      { dataDir: temporaryFolder(), env },
      { dataDir: folder, env: elsewhere },
    ]) {
      const site = await startSite(options);
      const { user } = await site.login(person.email, person.password);
      expect(user.id).toBe(person.id);
      const token = await site.adminToken();
      const created = await site.request('POST', '/api/v1/users', {
        token,
        body: { email: 'later@example.com', name: 'Later' },
      });
      expect(created.status).toBe(201);
      const history = await site.request<{ data: unknown[] }>('GET', `/api/v1/users/${person.id}/history`, { token });
      expect(history.body.data).not.toHaveLength(0);
      await site.stop();
    }
  });

  test('a copy in MongoDB is not what npm run backup is for', async () => {
    for (const [name, args] of [
      ['backup.ts', [join(temporaryFolder(), 'x')]],
      ['restore.ts', ['x']],
    ] as const) {
      const { code, log } = await runScript(name, [...args], { ...env, DATA_DIR: dataDir });
      expect([code, log]).toEqual([1, expect.stringMatching(/mongodump|mongorestore/)]);
    }
  });
});
