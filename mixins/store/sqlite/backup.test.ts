import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { SqliteStore } from './sqlite-store.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

test('A backup is one moment of the database while writing goes on, opens as a store, and is for its user only', async () => {
  await using place = temporaryFolder();
  const store = await place.open([{ name: 'things' }, { name: 'twins' }]);
  let writing = true;
  let written = 0;
  const writer = (async () => {
    for (; writing; written++) {
      const document = { id: `a${written}`, text: 'x'.repeat(1000) };
      await store.batch([
        { insert: 'things', document },
        { insert: 'twins', document },
      ]);
      if (written % 50 === 0) await new Promise(setImmediate);
    }
  })();
  const target = join(place.folder, 'backup');
  while (written < 500) await new Promise(setImmediate);
  await store.backup(target);
  writing = false;
  await writer;

  expect(readdirSync(target)).toEqual(['test.sqlite']);
  expect(statSync(join(target, 'test.sqlite')).mode & 0o777).toBe(0o600);
  const copy = new SqliteStore(join(target, 'test.sqlite'), {
    collections: [{ name: 'things' }, { name: 'twins' }],
    migrations: [],
  });
  await copy.open();
  const ids = (await copy.collection('things').find({ fields: [] })).map(({ id }) => id);
  expect(ids.length).toBeGreaterThanOrEqual(500);
  expect((await copy.collection('twins').find({ fields: [] })).map(({ id }) => id)).toEqual(ids);
  await copy.close();
}, 60_000);

test('A backup is never written over a file that is there', async () => {
  await using place = temporaryFolder();
  const store = await place.open();
  const target = join(place.folder, 'backup');
  mkdirSync(target);
  await store.backup(target);
  const before = readFileSync(join(target, 'test.sqlite'));
  await store.collection('things').insert({ id: 'new' });
  await expect(store.backup(target)).rejects.toMatchObject({ code: 'EEXIST' });
  expect(readFileSync(join(target, 'test.sqlite')).equals(before)).toBe(true);
});
