import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { env } from '../../../lib/env.ts';
import { type MongoServer, startMongo } from '../../../test/helpers/mongo-server.ts';
import { describeWith } from '../../../test/helpers/require-tool.ts';
import { type ServerProcess, startProcess } from '../../../test/helpers/server-process.ts';
import type { Store } from '../store.types.ts';
import { newName } from '../suite/suite-store.ts';
import { MongoStore } from './mongo-store.ts';
import { pairs } from './testing/pairs.ts';

const child = join(import.meta.dirname, 'testing/long-batch.child.ts');
/** Operations of a batch that takes longer than it takes to send a signal. */
const SIZE = 2000;

describeWith('mongo', 'A process that stops in the middle of a transaction', (found) => {
  let server: MongoServer;
  beforeAll(async () => {
    server = await startMongo(found);
    env.MONGO_URL = server.url;
  });
  afterAll(() => server.stop());

  async function openStore(name: string): Promise<MongoStore> {
    const store = new MongoStore(name, { collections: pairs, migrations: [] });
    await store.open(() => {});
    return store;
  }

  /** Resolves when the child is in the middle of its batch: what it has written so far nobody else can write. */
  async function startBatch(name: string): Promise<ServerProcess> {
    const writer = startProcess([process.execPath, child, name, String(SIZE)], { MONGO_URL: server.url });
    await writer.waitForLog(/begins/, 60_000);
    await wait(100);
    return writer;
  }

  const contended = (store: Store) =>
    store.batch([{ upsert: 'lefts', id: 'last', changes: { $set: { by: 'another' } } }]);

  test('and is killed holds up the others for seconds, not for as long as a transaction may live', async () => {
    const name = newName();
    const store = await openStore(name);
    const writer = await startBatch(name);
    writer.kill('SIGKILL');
    await writer.exited;
    const start = performance.now();
    await Promise.all([
      contended(store),
      store.collection('lefts').update('last', { $set: { alone: true } }),
      store.collection('lefts').updateMany({ id: 'last' }, { $set: { many: true } }),
    ]);
    expect(performance.now() - start).toBeLessThan(5000);
    expect(await store.collection('lefts').get('last')).toMatchObject({ by: 'another', alone: true, many: true });
    expect(await store.collection('rights').count()).toBe(0);
    await store.close();
  });

  test('and goes on later does it all again, once', async () => {
    const name = newName();
    const store = await openStore(name);
    const writer = await startBatch(name);
    writer.kill('SIGSTOP');
    const start = performance.now();
    await contended(store);
    expect(performance.now() - start).toBeLessThan(5000);
    expect(await store.collection('rights').count()).toBe(0);
    writer.kill('SIGCONT');
    await writer.waitForLog(/stored/);
    expect(await writer.exited).toMatchObject({ code: 0 });
    expect(await store.collection('lefts').get('last')).toMatchObject({ by: 'another', times: 1 });
    expect(await store.collection('rights').count()).toBe(SIZE);
    await store.close();
  });

  test('while one that only takes long is let be', async () => {
    const name = newName();
    const store = await openStore(name);
    const writer = await startBatch(name);
    await writer.waitForLog(/stored/);
    await contended(store);
    expect(await store.collection('lefts').get('last')).toMatchObject({ by: 'another', times: 1 });
    await store.close();
  });
});
