import { performance } from 'node:perf_hooks';
import { expect, test } from '@jest/globals';
import { checkpoint, closeInBackground, readInBackground } from './background.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const ROWS = 30_000;

test('Reads through a large collection do not hold up the event loop, and answer what they should', async () => {
  await using place = temporaryFolder();
  const things = (await place.open()).collection('things');
  await things.insertMany(
    Array.from({ length: ROWS }, (_, i) => ({ id: `id${i}`, n: i, name: `Nobody ${i}`, tags: [i % 10] })),
  );

  let longest = 0;
  let last = performance.now();
  const watch = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 1);
  const reads = [
    things.count({ query: { tags: 3 } }),
    things.find({ search: { text: 'NOBODY 2999', fields: ['name'] }, sort: ['-n'], limit: 2, fields: ['n'] }),
    things.aggregate({ groupBy: ['tags'], measures: { n: { count: true } }, limit: 1 }),
    things.findOne({ name: 'nobody' }),
    things.updateMany({ n: ROWS - 1 }, { $set: { found: true } }),
    things.removeMany({ n: { $lt: 0 } }),
  ];
  const start = performance.now();
  const answers = await Promise.all(reads);
  const total = performance.now() - start;
  clearInterval(watch);

  const found = [
    { id: 'id29999', n: 29999 },
    { id: 'id29998', n: 29998 },
  ];
  expect(answers).toEqual([ROWS / 10, found, [{ tags: [0], n: ROWS / 10 }], null, 1, 0]);
  expect(longest).toBeLessThan(total / 2);
});

test('A read in the background sees what was written before', async () => {
  await using place = temporaryFolder();
  const things = (await place.open()).collection('things');
  for (let i = 0; i < 20; i++) {
    await things.insert({ id: `a${i}` });
    const { rows } = await readInBackground(place.file, 'SELECT count(*) FROM things WHERE version = ?', [1]);
    expect(rows).toEqual([[i + 1]]);
  }
});

test('A failure in the background is told where it was asked, and the thread goes on', async () => {
  await using place = temporaryFolder();
  await place.open();
  await expect(readInBackground(place.file, 'SELECT * FROM nothing', [])).rejects.toMatchObject({
    code: 'ERR_SQLITE_ERROR',
  });
  await expect(checkpoint(place.file)).resolves.toBeUndefined();
  await closeInBackground(place.file);
  expect((await readInBackground(place.file, 'SELECT 1', [])).rows).toEqual([[1]]);
});

test('A burst of reads waits; when they have waited for long more are refused at once, and all that waited are answered', async () => {
  await using place = temporaryFolder();
  await place.open();
  const steps = 400_000;
  const slow = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${steps}) SELECT max(i) FROM n`;
  const read = () => readInBackground(place.file, slow, []);
  const { milliseconds } = await read();
  const asked = Array.from({ length: Math.ceil(2_500 / milliseconds) + 20 }, read);
  const refusal = await new Promise((resolve) => {
    const asking = setInterval(() => {
      const one = read();
      asked.push(one);
      one.catch((error) => {
        clearInterval(asking);
        resolve(error);
      });
    }, 50);
  });
  expect(refusal).toMatchObject({ code: 503, type: 'common.unavailable', data: { retryAfter: 1 } });
  const answered = (await Promise.allSettled(asked)).filter(({ status }) => status === 'fulfilled');
  expect(answered).toHaveLength(asked.length - 1);
  expect((await read()).rows).toEqual([[steps]]);
}, 60_000);

test('Many writes are brought into the database file while the store is open', async () => {
  await using place = temporaryFolder();
  const store = await place.open();
  for (let i = 0; i < 600; i++) await store.collection('things').insert({ id: `a${i}` });
  await checkpoint(place.file);
  const { rows } = await readInBackground(place.file, 'PRAGMA wal_checkpoint(PASSIVE)', []);
  const [[busy, pages, done]] = rows as [[number, number, number]];
  expect([busy, done]).toEqual([0, pages]);
});

test('What is asked while a file is closed is answered', async () => {
  await using place = temporaryFolder();
  await place.open();
  const slow = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT max(i) FROM n';
  await readInBackground(place.file, 'SELECT 1', []);
  const closing = closeInBackground(place.file);
  const reading = readInBackground(place.file, slow, []);
  await closing;
  expect((await reading).rows).toEqual([[300_000]]);
});

test('A checkpoint that is not wanted any more is not tried again', async () => {
  await using place = temporaryFolder();
  const store = await place.open();
  const name = 'x'.repeat(80_000);
  for (let i = 0; i < 240; i++) await store.collection('things').insert({ id: `a${i}`, name });
  await expect(checkpoint(place.file, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
});
