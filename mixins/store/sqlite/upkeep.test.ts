import { afterEach, expect, jest, test } from '@jest/globals';
import { closeInBackground, readInBackground } from './background.ts';
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
