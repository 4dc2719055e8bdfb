import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { env } from '../../../lib/env.ts';
import { isUrl, type MongoServer, startMongo } from '../../../test/helpers/mongo-server.ts';
import { describeWith } from '../../../test/helpers/require-tool.ts';
import { startProcess } from '../../../test/helpers/server-process.ts';
import { batchesSuite } from '../suite/batches.suite.ts';
import { migrationsSuite } from '../suite/migrations.suite.ts';
import { newName, type OpenStore } from '../suite/suite-store.ts';
import { MongoStore } from './mongo-store.ts';
import { pairs } from './testing/pairs.ts';

const child = join(import.meta.dirname, 'testing/writer.child.ts');

describeWith('mongo', 'A server without transactions', (found) => {
  let server: MongoServer;
  beforeAll(async () => {
    // A server that was given in MONGO_URL is what it is: with transactions the tests say the same.
    server = await startMongo(found, ':memory:', isUrl(found) ? [] : ['--standalone']);
    env.MONGO_URL = server.url;
  });
  afterAll(() => server.stop());

  const open: OpenStore = async (database, { collections, migrations = [] }) => {
    const store = new MongoStore(database, { collections, migrations });
    await store.open(() => {});
    return { store, close: () => store.close() };
  };

  describe('batches', () => batchesSuite(open));
  describe('migrations', () => migrationsSuite(open));

  test('What a process that was killed has left half done is put back, and what it acknowledged stays', async () => {
    const database = newName();
    const acknowledged: string[] = [];
    for (let kill = 0; kill < 2; kill++) {
      const writer = startProcess([process.execPath, child, database], { MONGO_URL: server.url });
      await writer.waitForLog(/\n.*\n/, 60_000);
      await wait(Math.random() * 50);
      writer.kill('SIGKILL');
      await writer.exited;
      acknowledged.push(...writer.log().split('\n').slice(0, -1));
    }
    const { store, close } = await open(database, { collections: pairs });
    // Waits until the lease of the one that was killed has ended.
    await store.batch([{ remove: 'lefts', query: { id: 'nobody' }, optional: true }]);
    const [lefts, rights] = await Promise.all(
      pairs.map(async ({ name }) => (await store.collection(name).find({ sort: ['id'] })).map(({ id }) => id)),
    );
    await close();
    expect(lefts).toEqual(rights);
    expect(lefts).toEqual(expect.arrayContaining(acknowledged));
  });

  test('Of processes that start together one migrates', async () => {
    const database = newName();
    const log: string[] = [];
    const migration = {
      version: 1,
      name: 'slow',
      async up() {
        log.push('begun');
        await wait(300);
      },
    };
    const starts = ['first', 'second', 'third'].map(() =>
      open(database, { collections: [{ name: 'things' }], migrations: [migration] }),
    );
    for (const { close } of await Promise.all(starts)) await close();
    expect(log).toEqual(['begun']);
  });
});
