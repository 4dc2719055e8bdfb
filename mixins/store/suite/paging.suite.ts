import { expect, test } from '@jest/globals';
import type { Collection, PageOptions } from '../store.types.ts';
import { fill, ids, type OpenStore, openThings, problemOf, type Thing } from './suite-store.ts';

/** All pages of a list, each as its ids. */
async function pages(things: Collection<Thing>, options: PageOptions): Promise<string[][]> {
  const found: string[][] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await things.page({ ...options, cursor });
    found.push(ids(page.data));
    cursor = page.nextCursor;
  }
  return found;
}

/** Lists in an order, page by page. */
export function pagingSuite(open: OpenStore): void {
  test('Values sort by type: missing and null, numbers, texts by code points, booleans', async () => {
    await using db = await openThings(open);
    const sorted = [undefined, null, -5, 0, 0.5, 10, '', '10', 'Z', 'a', 'é', '\uffff', '😀', false, true];
    await fill(db.things, sorted.map((v) => ({ v })).reverse());
    const expected = sorted.map((_, i) => String(sorted.length - 1 - i));
    // The first two are level: their ids decide, in the direction of the last key.
    expected.splice(0, 2, '13', '14');
    expect(ids(await db.things.find({ sort: ['v'] }))).toEqual(expected);
    expect(ids(await db.things.find({ sort: ['-v'] }))).toEqual(expected.toReversed());
  });

  test.each<[string, string[]]>([
    ['no sort', []],
    ['the id downwards', ['-id']],
    ['one key', ['a']],
    ['one key downwards', ['-a']],
    ['two keys', ['a', 'b']],
    ['two keys in different directions', ['-a', 'b']],
    ['two keys the other way round', ['a', '-b']],
    ['a key inside of an object', ['deep.c', '-a']],
    ['three keys, the id in the middle', ['-b', 'id', 'a']],
    ['the version and a key', ['-version', 'a']],
  ])('Pages of every size put together are the whole list: %s', async (_name, sort) => {
    for (const indexes of [[], [{ fields: ['a'] }, { fields: ['a', 'b'] }, { fields: ['deep.c'] }]]) {
      await using db = await openThings(open, { indexes });
      const values = [undefined, null, 1, 2, 'x', 'y', true];
      await fill(
        db.things,
        Array.from({ length: 40 }, (_, i) => ({
          a: values[i % 7],
          b: values[(i * 5) % 6],
          deep: { c: values[(i * 3) % 5] },
        })),
      );
      const whole = ids(await db.things.find({ sort: sort.length === 0 ? ['id'] : sort }));
      expect(new Set(whole).size).toBe(40);
      for (const limit of [1, 3, 7, 39, 40, 100]) {
        const found = await pages(db.things, { sort, limit });
        expect(found.flat()).toEqual(whole);
        expect(found).toHaveLength(Math.ceil(40 / limit));
      }
    }
  });

  test('A list that is cut by a query and a search is paged as such', async () => {
    await using db = await openThings(open);
    await fill(
      db.things,
      Array.from({ length: 30 }, (_, i) => ({ n: i, name: i % 3 === 0 ? 'Ada' : 'Eve' })),
    );
    const options = { query: { n: { $gte: 10 } }, search: { text: 'ADA', fields: ['name'] }, sort: ['-n'], limit: 3 };
    expect(await pages(db.things, options)).toEqual([
      ['27', '24', '21'],
      ['18', '15', '12'],
    ]);
  });

  test('Inserts and removals between pages neither repeat nor lose what stays', async () => {
    await using db = await openThings(open);
    await fill(
      db.things,
      Array.from({ length: 10 }, (_, i) => ({ n: i * 10 })),
    );
    const first = await db.things.page({ sort: ['n'], limit: 4 });
    expect(ids(first.data)).toEqual(['0', '1', '2', '3']);
    await db.things.remove('3');
    await db.things.remove('5');
    await db.things.insert({ id: 'before', n: 5 });
    await db.things.insert({ id: 'after', n: 55 });
    const second = await db.things.page({ sort: ['n'], limit: 4, cursor: first.nextCursor ?? '' });
    expect(ids(second.data)).toEqual(['4', 'after', '6', '7']);
  });

  test('A page that ends the list has no cursor', async () => {
    await using db = await openThings(open);
    expect(await db.things.page({})).toEqual({ data: [], nextCursor: null });
    await fill(db.things, [{}, {}]);
    expect((await db.things.page({ limit: 2 })).nextCursor).toBeNull();
    expect((await db.things.page({ limit: 1 })).nextCursor).not.toBeNull();
  });

  test('The fields that are sorted by need not be answered', async () => {
    await using db = await openThings(open);
    await fill(db.things, [
      { n: 2, x: 1 },
      { n: 1, x: 2 },
      { n: 3, x: 3 },
    ]);
    const first = await db.things.page({ sort: ['n'], limit: 2, fields: ['x'] });
    expect(first.data).toEqual([
      { id: '1', x: 2 },
      { id: '0', x: 1 },
    ]);
    const second = await db.things.page({ sort: ['n'], limit: 2, fields: ['x'], cursor: first.nextCursor ?? '' });
    expect(second.data).toEqual([{ id: '2', x: 3 }]);
  });

  test('A cursor that was altered or comes from another list is refused with 422', async () => {
    await using db = await openThings(open);
    await fill(db.things, [{ n: 1 }, { n: 2 }, { n: 3 }]);
    const list = { query: { n: { $gt: 0 } }, sort: ['n'], limit: 1 };
    const cursor = (await db.things.page(list)).nextCursor ?? '';
    expect(ids((await db.things.page({ ...list, cursor })).data)).toEqual(['1']);
    const flipped = cursor.slice(0, -1) + (cursor.endsWith('A') ? 'B' : 'A');
    const others: PageOptions[] = [
      { ...list, cursor: flipped },
      { ...list, cursor: `${cursor}A` },
      { ...list, cursor: `${cursor}=` },
      { ...list, cursor: cursor.slice(4) },
      { ...list, cursor: '' },
      { ...list, cursor: '😀' },
      { ...list, cursor, sort: ['-n'] },
      { ...list, cursor, query: { n: { $gt: 1 } } },
      { ...list, cursor, query: {} },
      { ...list, cursor, search: { text: 'x', fields: ['n'] } },
    ];
    for (const options of others) {
      expect(await problemOf(db.things.page(options))).toMatchObject({ code: 422, type: 'store.invalidCursor' });
    }
  });

  test.each([0, -1, 1.5, Number.NaN])('A limit of %d is refused with 422', async (limit) => {
    await using db = await openThings(open);
    expect(await problemOf(db.things.find({ limit }))).toMatchObject({ code: 422 });
    expect(await problemOf(db.things.page({ limit }))).toMatchObject({ code: 422 });
  });

  test('A scan goes through all that match, in order, whatever the size of its batches', async () => {
    await using db = await openThings(open);
    await fill(
      db.things,
      Array.from({ length: 500 }, (_, i) => ({ n: i, odd: i % 2 === 1 })),
    );
    for (const batchSize of [1, 7, 250, 1000, undefined]) {
      const seen: unknown[] = [];
      const options = { query: { odd: true }, sort: ['-n'], fields: ['n'], batchSize };
      for await (const thing of db.things.scan(options)) seen.push(thing.n);
      expect(seen).toEqual(Array.from({ length: 250 }, (_, i) => 499 - 2 * i));
    }
  });

  test('A scan that is left early leaves nothing open, and one over a changing collection ends', async () => {
    await using db = await openThings(open);
    await fill(
      db.things,
      Array.from({ length: 50 }, (_, i) => ({ n: i })),
    );
    for await (const thing of db.things.scan({ batchSize: 10 })) if (thing.n === 3) break;
    let seen = 0;
    for await (const thing of db.things.scan({ batchSize: 10 })) {
      seen++;
      await db.things.remove(thing.id);
    }
    expect(seen).toBe(50);
    expect(await db.things.count()).toBe(0);
  });
}
