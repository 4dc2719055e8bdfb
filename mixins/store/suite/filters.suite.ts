import { expect, test } from '@jest/globals';
import type { Filter } from '../store.types.ts';
import { fill, ids, type OpenStore, openThings, problemOf } from './suite-store.ts';

/** Documents that each case asks about, by their ids. */
const rows: Record<string, unknown>[] = [
  { v: 1 }, // 0
  { v: 2.5 }, // 1
  { v: '1' }, // 2
  { v: 'Zoë' }, // 3
  { v: true }, // 4
  { v: false }, // 5
  { v: null }, // 6
  {}, // 7
  { v: [1, 'x', null] }, // 8
  { v: [] }, // 9
  { v: { a: 1 } }, // 10
  { v: [{ a: 1, b: 2 }, { a: 3 }, 5] }, // 11
  { v: { a: [2, 4] } }, // 12
  { v: [[1, 2], 3] }, // 13
  { v: { a: null } }, // 14
  { v: -0 }, // 15
  { v: '' }, // 16
  { v: { b: { c: 'deep' } } }, // 17
];

const all = rows.map((_, i) => i);
const without = (...gone: number[]) => all.filter((i) => !gone.includes(i));

const cases: [string, Filter, number[]][] = [
  ['no condition', {}, all],
  ['a number, in lists too, not as text or boolean', { v: 1 }, [0, 8]],
  ['a fraction', { v: 2.5 }, [1]],
  ['zero, whatever its sign', { v: 0 }, [15]],
  ['a text', { v: '1' }, [2]],
  ['an empty text', { v: '' }, [16]],
  ['a boolean, not as number', { v: true }, [4]],
  ['null: null, missing, or null in a list', { v: null }, [6, 7, 8]],
  ['an object', { v: { a: 1 } }, [10]],
  ['a whole list', { v: [1, 'x', null] }, [8]],
  ['a list in a list', { v: [1, 2] }, [13]],
  ['an empty list', { v: [] }, [9]],
  ['$eq', { v: { $eq: 'Zoë' } }, [3]],
  ['$ne', { v: { $ne: 1 } }, without(0, 8)],
  ['$ne null', { v: { $ne: null } }, without(6, 7, 8)],
  ['$in', { v: { $in: [1, 'Zoë', false] } }, [0, 3, 5, 8]],
  ['$in with null', { v: { $in: [null, 2.5] } }, [1, 6, 7, 8]],
  ['$in of nothing', { v: { $in: [] } }, []],
  ['$in with an object', { v: { $in: [{ a: 1 }, []] } }, [9, 10]],
  ['$nin', { v: { $nin: [1, 'Zoë', false] } }, without(0, 3, 5, 8)],
  ['$nin with null', { v: { $nin: [null] } }, without(6, 7, 8)],
  ['$nin of nothing', { v: { $nin: [] } }, all],
  ['$gt of numbers only', { v: { $gt: 1 } }, [1, 11, 13]],
  ['$gte', { v: { $gte: 1 } }, [0, 1, 8, 11, 13]],
  ['$lt', { v: { $lt: 1 } }, [15]],
  ['$lte', { v: { $lte: 1 } }, [0, 8, 15]],
  ['$gt of texts only', { v: { $gt: '1' } }, [3, 8]],
  ['$lte of texts', { v: { $lte: '1' } }, [2, 16]],
  ['$gt of booleans', { v: { $gt: false } }, [4]],
  ['$lte of booleans', { v: { $lte: true } }, [4, 5]],
  ['a range within a list', { v: { $gte: 1, $lte: 1 } }, [0, 8]],
  ['$exists', { v: { $exists: true } }, without(7)],
  ['$exists false', { v: { $exists: false } }, [7]],
  ['$prefix', { v: { $prefix: 'Zo' } }, [3]],
  ['$prefix keeps the case', { v: { $prefix: 'zo' } }, []],
  ['$prefix of nothing is every text', { v: { $prefix: '' } }, [2, 3, 8, 16]],
  ['$contains, whatever the case, of letters beyond ASCII too', { v: { $contains: 'OË' } }, [3]],
  ['$contains in a list', { v: { $contains: 'X' } }, [8]],
  ['$not', { v: { $not: { $gt: 1 } } }, without(1, 11, 13)],
  ['$not of two', { v: { $not: { $gte: 1, $lte: 1 } } }, without(0, 8)],
  ['$not of $not', { v: { $not: { $not: { $eq: 1 } } } }, [0, 8]],
  ['$not of a filter', { $not: { v: 1 } }, without(0, 8)],
  ['$not of nothing', { $not: {} }, []],
  ['$and', { $and: [{ v: { $gt: 0 } }, { v: { $lt: 2 } }] }, [0, 8]],
  ['$or', { $or: [{ v: 'Zoë' }, { v: true }] }, [3, 4]],
  [
    '$or inside $and inside $not',
    { $not: { $and: [{ $or: [{ v: 1 }, { v: 'Zoë' }] }, { v: { $ne: 'Zoë' } }] } },
    without(0, 8),
  ],
  ['two fields', { v: 1, id: '8' }, [8]],
  ['a path into objects', { 'v.a': 1 }, [10, 11]],
  ['a path to a list', { 'v.a': 4 }, [12]],
  ['a path into the objects of a list', { 'v.b': 2 }, [11]],
  ['a deep path', { 'v.b.c': { $prefix: 'dee' } }, [17]],
  ['$ne along a path', { 'v.a': { $ne: 1 } }, without(10, 11)],
  [
    'null along a path: also through what is no object, not through lists without one',
    { 'v.a': null },
    without(8, 9, 10, 11, 12, 13),
  ],
  ['null along a path into a list: an object there has none', { 'v.b': null }, without(8, 9, 13, 17)],
  ['$exists along a path', { 'v.a': { $exists: true } }, [10, 11, 12, 14]],
  ['$exists false along a path', { 'v.a': { $exists: false } }, without(10, 11, 12, 14)],
  ['the id', { id: '3' }, [3]],
  ['the id is text', { id: 3 as unknown }, []],
  ['ids in a list', { id: { $in: ['3', '5', 7] } }, [3, 5]],
  ['the beginning of ids', { id: { $prefix: '1' } }, [1, 10, 11, 12, 13, 14, 15, 16, 17]],
  ['no id is null', { id: null }, []],
  ['the version', { version: { $gte: 1 } }, all],
  ['the version is a number', { version: '1' }, []],
];

/** What filters find. */
export function filtersSuite(open: OpenStore): void {
  test.each(cases)('A filter finds %s', async (_name, query, expected) => {
    await using db = await openThings(open);
    await fill(db.things, rows);
    const found = ids(await db.things.find({ query })).map(Number);
    expect(found.sort((a, b) => a - b)).toEqual(expected);
    expect(await db.things.count({ query })).toBe(expected.length);
    expect((await db.things.findOne(query)) === null).toBe(expected.length === 0);
  });

  test('Every number is found, sorted and grouped as JavaScript knows it', async () => {
    await using db = await openThings(open, { indexes: [{ fields: ['indexed'] }] });
    const numbers = [
      -1.7976931348623157e308,
      -409517849767291600,
      -2.5,
      -5e-324,
      0,
      5e-324,
      1e-300,
      0.1 + 0.2,
      0.3 + 1e-9,
      2 ** 53 - 1,
      2 ** 53,
      2 ** 53 + 2,
      409517849767291600,
      2 ** 63,
      1e19,
      123456789012345680000,
      1e21,
      1.7976931348623157e308,
    ];
    await fill(
      db.things,
      numbers.map((n) => ({ plain: n, indexed: n, list: [n] })),
    );
    for (const field of ['plain', 'indexed', 'list']) {
      for (const [i, n] of numbers.entries()) {
        for (const query of [{ [field]: n }, { [field]: { $in: [n, 'x'] } }, { [field]: { $gte: n, $lte: n } }]) {
          expect(ids(await db.things.find({ query }))).toEqual([String(i)]);
        }
      }
    }
    expect((await db.things.find({ sort: ['indexed'] })).map(({ plain }) => plain)).toEqual(numbers);
    const measures = { least: { min: 'indexed' }, most: { max: 'plain' }, sum: { sum: 'list' } } as const;
    const groups = await db.things.aggregate({ groupBy: ['plain'], measures });
    expect(groups).toEqual(numbers.map((n) => ({ plain: n, least: n, most: n, sum: 0 })));
  });

  test('A list may meet the ends of a range with different elements', async () => {
    await using db = await openThings(open);
    await fill(db.things, [{ v: [1, 9] }, { v: [1, 2] }, { v: 9 }]);
    expect(ids(await db.things.find({ query: { v: { $gt: 5, $lt: 2 } } }))).toEqual(['0']);
  });

  test('A field with an index finds the same as one without', async () => {
    const scalars = rows.filter(({ v }) => typeof v !== 'object' || v === null);
    await using plain = await openThings(open);
    await using indexed = await openThings(open, { indexes: [{ fields: ['v'] }] });
    await fill(plain.things, scalars);
    await fill(indexed.things, scalars);
    for (const [, query] of cases) {
      const expected = ids(await plain.things.find({ query, sort: ['id'] }));
      expect(ids(await indexed.things.find({ query, sort: ['id'] }))).toEqual(expected);
    }
  });

  test.each([
    ['STRASSE', 'strasse', true],
    ['Ünïcödé', 'üNÏCÖDÉ', true],
    ['ΟΔΥΣΣΕΥΣ', 'οδυσσευς', true],
    ['Привет', 'ПРИВ', true],
    ['100%_sure', '%_S', true],
    ['100 sure', '%', false],
    ['a.c', 'A.C', true],
    ['abc', 'a.c', false],
    ['(x) [y] {z} ^$|?*+\\/-', '[Y] {Z} ^$|?*+\\/-', true],
    ['line\nbreak', 'E\nB', true],
    ['', '', true],
  ])('In %j, %j is found: %j', async (text, wanted, expected) => {
    await using db = await openThings(open);
    await fill(db.things, [{ text, other: 'nothing' }]);
    expect(await db.things.count({ query: { text: { $contains: wanted } } })).toBe(expected ? 1 : 0);
    const search = { text: wanted, fields: ['other', 'text'] };
    expect(await db.things.count({ search })).toBe(expected || wanted === '' ? 1 : 0);
  });

  test('A search narrows a query and is narrowed by it', async () => {
    await using db = await openThings(open);
    await fill(db.things, [
      { n: 1, name: 'Ada' },
      { n: 2, name: 'ADAM' },
      { n: 2, name: 'Eve', mail: 'ada@x' },
      { n: 2 },
    ]);
    const search = { text: 'ada', fields: ['name', 'mail'] };
    expect(ids(await db.things.find({ query: { n: 2 }, search, sort: ['id'] }))).toEqual(['1', '2']);
    expect(await db.things.find({ query: { n: 2 }, search: { ...search, text: '' } })).toHaveLength(3);
    expect(await problemOf(db.things.find({ search: { text: 'x', fields: [] } }))).toMatchObject({ code: 422 });
  });
}
