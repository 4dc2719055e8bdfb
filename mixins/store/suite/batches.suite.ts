import { expect, test } from '@jest/globals';
import type { Operation, Store } from '../store.types.ts';
import { newName, type OpenStore, problemOf } from './suite-store.ts';

async function openTwo(open: OpenStore): Promise<AsyncDisposable & { store: Store }> {
  const collections = [{ name: 'things', indexes: [{ fields: ['key'], unique: true }] }, { name: 'others' }];
  const { store, close } = await open(newName(), { collections });
  return { store, [Symbol.asyncDispose]: close };
}

async function contents(store: Store) {
  const sort = ['id'];
  return [await store.collection('things').find({ sort }), await store.collection('others').find({ sort })];
}

/** Several operations as one. */
export function batchesSuite(open: OpenStore): void {
  test('All operations of a batch happen, in order, over several collections', async () => {
    await using db = await openTwo(open);
    await db.store.collection('things').insertMany([
      { id: 'a', n: 1 },
      { id: 'b', n: 1 },
      { id: 'c', n: 5 },
    ]);
    await db.store.batch([
      { insert: 'others', document: { id: 'x', first: true } },
      { update: 'things', query: { id: 'a' }, changes: { $inc: { n: 1 } }, expectVersion: 1 },
      { update: 'things', query: { id: 'a', n: 2 }, changes: { $set: { seen: true } } },
      { replace: 'things', document: { id: 'b', new: true }, expectVersion: 1 },
      { upsert: 'others', id: 'y', changes: { $inc: { n: 1 } }, setOnInsert: { made: true } },
      { upsert: 'others', id: 'y', changes: { $inc: { n: 1 } }, setOnInsert: { made: false } },
      { remove: 'things', query: { n: { $gte: 5 } } },
      { update: 'things', query: { id: 'nobody' }, changes: {}, optional: true },
      { remove: 'others', query: { id: 'nobody' }, optional: true },
    ]);
    expect(await contents(db.store)).toEqual([
      [
        { id: 'a', n: 2, seen: true, version: 3 },
        { id: 'b', new: true, version: 2 },
      ],
      [
        { id: 'x', first: true, version: 1 },
        { id: 'y', n: 2, made: true, version: 2 },
      ],
    ]);
    await db.store.batch([]);
  });

  test('A document is replaced or put, with the version it brings, when the one before is as expected', async () => {
    await using db = await openTwo(open);
    const others = db.store.collection('others');
    await db.store.batch([{ replace: 'others', document: { id: 'a', n: 1 } }]);
    expect(await others.get('a')).toEqual({ id: 'a', n: 1, version: 1 });
    await db.store.batch([{ replace: 'others', document: { id: 'a', m: 2, version: 9 }, expectVersion: 1 }]);
    expect(await others.get('a')).toEqual({ id: 'a', m: 2, version: 9 });
    await db.store.batch([{ replace: 'others', document: { id: 'b' }, expectVersion: 0 }]);
    expect(await others.get('b')).toEqual({ id: 'b', version: 1 });
  });

  test.each<[string, Operation, string]>([
    ['a duplicate id', { insert: 'things', document: { id: 'a' } }, 'store.duplicate'],
    ['a duplicate value', { insert: 'things', document: { id: 'z', key: 'k' } }, 'store.duplicate'],
    [
      'an upsert with a duplicate value',
      { upsert: 'things', id: 'z', changes: { $set: { key: 'k' } } },
      'store.duplicate',
    ],
    ['an update without a match', { update: 'things', query: { id: 'z' }, changes: {} }, 'store.unmatched'],
    ['a removal without a match', { remove: 'things', query: { id: 'z' } }, 'store.unmatched'],
    [
      'an update of another version',
      { update: 'things', query: { id: 'a' }, changes: {}, expectVersion: 2 },
      'common.versionConflict',
    ],
    [
      'a replacement of another version',
      { replace: 'things', document: { id: 'a' }, expectVersion: 2 },
      'common.versionConflict',
    ],
    [
      'a replacement of what is not there',
      { replace: 'things', document: { id: 'z' }, expectVersion: 1 },
      'common.versionConflict',
    ],
    [
      'a replacement of what should not be there',
      { replace: 'things', document: { id: 'a' }, expectVersion: 0 },
      'common.versionConflict',
    ],
    [
      'a change that cannot be',
      { update: 'things', query: { id: 'a' }, changes: { $inc: { key: 1 } } },
      'store.invalidChanges',
    ],
    ['a document that cannot be', { insert: 'things', document: { id: 'z', $x: 1 } }, 'store.invalidDocument'],
    ['a filter that cannot be', { remove: 'things', query: { $where: 1 } }, 'store.invalidFilter'],
  ])('A batch with %s changes nothing at all and says which operation it was', async (_name, operation, type) => {
    await using db = await openTwo(open);
    await db.store.collection('things').insert({ id: 'a', key: 'k' });
    const before = await contents(db.store);
    const problem = await problemOf(
      db.store.batch([
        { insert: 'others', document: { id: 'x' }, sequence: { field: 'n', name: 'others' } },
        { update: 'things', query: { id: 'a' }, changes: { $set: { touched: true } }, expectVersion: 1 },
        { update: 'things', query: { id: 'a' }, changes: { $unset: { touched: true } } },
        { replace: 'things', document: { id: 'a', key: 'k', version: 1 } },
        operation,
        { insert: 'others', document: { id: 'y' } },
      ]),
    );
    expect(problem).toMatchObject({ type, operation: 4 });
    expect(await contents(db.store)).toEqual(before);
    await db.store.batch([{ insert: 'others', document: { id: 'x' }, sequence: { field: 'n', name: 'others' } }]);
    expect(await db.store.collection('others').get('x')).toMatchObject({ n: 1 });
  });

  test('Parallel batches get the numbers of a sequence without gaps or doubles; refused ones use none', async () => {
    await using db = await openTwo(open);
    await db.store.collection('things').insert({ id: 'taken' });
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, (_, i) =>
        db.store.batch([
          { insert: 'others', document: { id: `a${i}` }, sequence: { field: 'position', name: 'log' } },
          { insert: 'others', document: { id: `b${i}` }, sequence: { field: 'position', name: 'log' } },
          { insert: 'things', document: { id: i % 3 === 0 ? 'taken' : `t${i}` } },
        ]),
      ),
    );
    const done = results.filter(({ status }) => status === 'fulfilled').length;
    expect(done).toBe(66);
    const log = await db.store.collection('others').find({ sort: ['position'] });
    expect(log.map(({ position }) => position)).toEqual(Array.from({ length: 132 }, (_, i) => i + 1));
  });

  test('Sequences of different names do not know each other', async () => {
    await using db = await openTwo(open);
    for (const name of ['one', 'two', '__proto__']) {
      await db.store.batch([{ insert: 'others', document: { id: name }, sequence: { field: 'n', name } }]);
    }
    expect((await db.store.collection('others').find()).map(({ n }) => n)).toEqual([1, 1, 1]);
  });

  test('An unknown collection is a mistake of the programmer, and changes nothing', async () => {
    await using db = await openTwo(open);
    expect(() => db.store.collection('nowhere')).toThrow(TypeError);
    const batch: Operation[] = [
      { insert: 'others', document: { id: 'x' } },
      { insert: 'nowhere', document: { id: 'x' } },
    ];
    await expect(db.store.batch(batch)).rejects.toThrow(TypeError);
    expect(await contents(db.store)).toEqual([[], []]);
  });
}
