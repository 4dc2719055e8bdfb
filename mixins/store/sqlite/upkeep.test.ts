import { afterEach, expect, jest, test } from '@jest/globals';
import { orderOf } from '../sort-keys.ts';
import { closeInBackground, readInBackground } from './background.ts';
import { orderBy } from './keyset.ts';
import { Table } from './table.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

afterEach(() => {
  jest.useRealTimers();
});

test('What is past its time is removed within a minute, however much it is', async () => {
  await using place = temporaryFolder();
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  const store = await place.open([{ name: 'things', expires: 'until' }]);
  const until = new Date(Date.now() - 1).toISOString();
  await store.collection('things').insertMany(Array.from({ length: 900 }, (_, i) => ({ id: `a${i}`, until })));
  await store.collection('things').insert({ id: 'stays', until: new Date(Date.now() + 3_600_000).toISOString() });
  const rows = async () => (await readInBackground(place.file, 'SELECT count(*) FROM things', [])).rows[0]?.[0];
  expect(await rows()).toBe(901);
  await jest.advanceTimersByTimeAsync(60_000);
  await store.close();
  expect(await rows()).toBe(1);
  await closeInBackground(place.file);
});

test('A table that was small at an earlier start is read by its indexes when it has grown', async () => {
  await using place = temporaryFolder();
  const definition = { name: 'things', indexes: [{ fields: ['position'], unique: true }] };
  const earlier = await place.open([definition]);
  const documents = Array.from({ length: 2000 }, (_, i) => ({ id: `a${i}`, position: i }));
  await earlier.collection('things').insertMany(documents.slice(0, 3));
  await earlier.close();
  const store = await place.open([definition]);
  await store.collection('things').insertMany(documents.slice(3));
  const newest = orderBy(orderOf(['-position']).keys, new Table(definition));
  const plan = await readInBackground(
    place.file,
    `EXPLAIN QUERY PLAN SELECT doc FROM things ORDER BY ${newest} LIMIT ?+0`,
    [1],
  );
  expect(JSON.stringify(plan.rows)).toMatch(/SCAN things USING INDEX/);
  await closeInBackground(place.file);
});

test('Of a table that has grown large statistics are taken within an hour', async () => {
  await using place = temporaryFolder();
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  const store = await place.open([{ name: 'things', indexes: [{ fields: ['position'] }] }]);
  const documents = Array.from({ length: 2000 }, (_, i) => ({ id: `a${i}`, position: i }));
  await store.collection('things').insertMany(documents);
  await store.collection('things').find({ query: { position: 1 } });
  await jest.advanceTimersByTimeAsync(3_600_000);
  await store.close();
  const known = await readInBackground(place.file, "SELECT count(*) > 0 FROM sqlite_stat1 WHERE tbl = 'things'", []);
  expect(known.rows).toEqual([[1]]);
  await closeInBackground(place.file);
});
