import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { startProcess } from '../../../test/helpers/server-process.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const KILLS = 8;
const MEGABYTE = 1024 * 1024;
const writer = join(import.meta.dirname, 'testing/writer.child.ts');
const collections = [
  { name: 'log', indexes: [{ fields: ['position'], unique: true }] },
  { name: 'twins' },
  { name: 'counters' },
];

test('Three processes write to one new database at once: every write is there once, sequences have no gaps', async () => {
  await using place = temporaryFolder();
  const names = ['a', 'b', 'c'];
  const writers = names.map((name) => startProcess([process.execPath, writer, place.file, name, '200'], {}));
  for (const { exited } of writers) expect(await exited).toMatchObject({ code: 0 });
  const store = await place.open(collections);
  const log = await store.collection('log').find({ sort: ['position'] });
  expect(log.map(({ position }) => position)).toEqual(Array.from({ length: 600 }, (_, i) => i + 1));
  expect(await store.collection('counters').get('all')).toMatchObject({ n: 600, version: 600 });
  for (const name of names) expect(await store.collection('counters').get(name)).toMatchObject({ n: 200 });
}, 60_000);

test(`Of a writer that is killed ${KILLS} times every acknowledged write is there, and no batch by half`, async () => {
  await using place = temporaryFolder();
  const acknowledged: string[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const child = startProcess([process.execPath, writer, place.file, `run${kill}`], {});
    await child.waitForLog(/\n/, 30_000);
    await setTimeout(Math.random() * 50);
    child.kill('SIGKILL');
    await child.exited;
    const lines = child.log().split('\n').slice(0, -1);
    // What a writer says besides is an error, not an acknowledgement.
    expect(lines.filter((line) => !/^run\d+-\d+$/.test(line))).toEqual([]);
    acknowledged.push(...lines);
  }
  const store = await place.open(collections);
  const log = await store.collection('log').find({ sort: ['position'] });
  const ids = log.map(({ id }) => id);
  expect(acknowledged.filter((id) => !ids.includes(id))).toEqual([]);
  expect(log.map(({ position }) => position)).toEqual(ids.map((_, i) => i + 1));
  expect((await store.collection('twins').find()).map(({ id }) => id).sort()).toEqual(ids.toSorted());
  expect(await store.collection('counters').get('all')).toMatchObject({ n: ids.length });
}, 120_000);

test('The write-ahead log of a database that two processes keep writing to begins anew before SQLite has to stop a write for it', async () => {
  await using place = temporaryFolder();
  const store = await place.open(collections);
  const writers = ['a', 'b'].map((name) => startProcess([process.execPath, writer, place.file, name, '1800', '3'], {}));
  let longest = 0;
  const watch = setInterval(() => {
    longest = Math.max(longest, statSync(`${place.file}-wal`).size);
  }, 5);
  for (const { exited } of writers) expect(await exited).toMatchObject({ code: 0 });
  clearInterval(watch);
  expect(await store.collection('counters').get('all')).toMatchObject({ n: 3600 });
  // wal_autocheckpoint is at 64 MB, of which these writes would fill more.
  expect(longest).toBeGreaterThan(4 * MEGABYTE);
  expect(longest).toBeLessThan(48 * MEGABYTE);
}, 120_000);

test('Many writes that another process keeps waiting leave the event loop to others', async () => {
  await using place = temporaryFolder();
  const store = await place.open(collections);
  const ids = Array.from({ length: 50 }, (_, i) => `a${i}`);
  using other = new DatabaseSync(place.file);
  other.exec('BEGIN IMMEDIATE');
  const writes = Promise.all(ids.map((id) => store.collection('twins').insert({ id })));
  let turns = 0;
  for (const end = performance.now() + 1_000; performance.now() < end; turns++) await setImmediate();
  other.exec('ROLLBACK');
  await writes;
  expect((await store.collection('twins').find({ sort: ['id'] })).map(({ id }) => id)).toEqual(ids.toSorted());
  expect(turns).toBeGreaterThan(500);
});
