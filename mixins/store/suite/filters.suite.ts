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

/** What filters find, and what is not a filter. */
export function filtersSuite(open: OpenStore): void {
  test.each(cases)('A filter finds %s', async (_name, query, expected) => {
    await using db = await openThings(open);
    await fill(db.things, rows);
    const found = ids(await db.things.find({ query })).map(Number);
    expect(found.sort((a, b) => a - b)).toEqual(expected);
    expect(await db.things.count({ query })).toBe(expected.length);
    expect((await db.things.findOne(query)) === null).toBe(expected.length === 0);
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

  test.each<[string, unknown]>([
    ['an unknown operator', { v: { $regex: '.*' } }],
    ['code', { $where: 'true' }],
    ['an operator inside of a value', { v: { a: { $gt: 1 } } }],
    ['an operator inside of a list', { v: { $in: [{ $gt: 1 }] } }],
    ['operators mixed with values', { v: { $gt: 1, a: 2 } }],
    ['an operator from the prototype', { v: JSON.parse('{"$eq": 1, "constructor": 1}') }],
    ['$in without a list', { v: { $in: 1 } }],
    ['$and without a list', { $and: { v: 1 } }],
    ['$or of nothing', { $or: [] }],
    ['$or of what is no filter', { $or: [1] }],
    ['$not of a value', { v: { $not: 1 } }],
    ['$not of nothing', { $not: null }],
    ['$exists without a boolean', { v: { $exists: 1 } }],
    ['$gt of null', { v: { $gt: null } }],
    ['$gt of an object', { v: { $gt: {} } }],
    ['$prefix of a number', { v: { $prefix: 1 } }],
    ['undefined', { v: undefined }],
    ['undefined in an operator', { v: { $eq: undefined } }],
    ['a date', { v: new Date(0) }],
    ['not a number', { v: Number.NaN }],
    ['half of a surrogate pair', { v: '\udfff' }],
    ['__proto__ in a value', { v: JSON.parse('{"__proto__": 1}') }],
    ['a list for a filter', []],
    ['null for a filter', null],
    ['a deep nest', Array.from({ length: 30 }).reduce((inner: unknown) => ({ $not: inner }), {})],
    ['too many values', { $or: Array.from({ length: 600 }, (_, i) => ({ v: i })) }],
  ])('A filter with %s is refused with 422', async (_name, query) => {
    await using db = await openThings(open);
    await fill(db.things, rows);
    const refused = { code: 422, type: 'store.invalidFilter' };
    const filter = query as Filter;
    expect(await problemOf(db.things.findOne(filter))).toMatchObject(refused);
    expect(await problemOf(db.things.page({ query: filter }))).toMatchObject(refused);
    expect(await problemOf(db.things.removeMany(filter))).toMatchObject(refused);
    expect(await problemOf(db.things.updateOne(filter, { $set: { hit: true } }))).toMatchObject(refused);
    expect(await db.things.count()).toBe(rows.length);
  });

  test.each(['$where', '__proto__', 'a.$b', 'a.__proto__.b', '', 'a..b', 'a\0b', 'x.'.repeat(30)])(
    'The field name %j is refused with 422 wherever a field is named',
    async (field) => {
      await using db = await openThings(open);
      await fill(db.things, rows);
      const query = JSON.parse(`{${JSON.stringify(field)}: 1}`);
      expect(await problemOf(db.things.find({ query }))).toMatchObject({ code: 422 });
      const refused = { code: 422, type: 'store.invalidField' };
      expect(await problemOf(db.things.find({ sort: [field] }))).toMatchObject(refused);
      expect(await problemOf(db.things.find({ fields: [field] }))).toMatchObject(refused);
      expect(await problemOf(db.things.find({ search: { text: 'x', fields: [field] } }))).toMatchObject({ code: 422 });
      expect(await problemOf(db.things.aggregate({ groupBy: [field], measures: {} }))).toMatchObject(refused);
      const measures = { m: { sum: field } };
      expect(await problemOf(db.things.aggregate({ groupBy: [], measures }))).toMatchObject(refused);
    },
  );

  test.each([
    "it's",
    'a"b',
    "x') OR 1=1 --",
    '"]',
    '[0]',
    'a]b',
    'a;b',
    'ünï',
    'a b',
    '#',
    "'",
    '"',
    '\\',
    '\\"',
    '?',
    'constructor',
    '0',
  ])(
    'The field name %j is only a name: it is written, found, sorted, grouped, changed and nothing else happens',
    async (field) => {
      await using db = await openThings(open, { indexes: [{ fields: [field, `deep.${field}`] }] });
      await fill(db.things, [
        { [field]: 'x', deep: { [field]: 1 } },
        { [field]: 'y', deep: { [field]: 2 } },
        { other: 1 },
      ]);
      const path = `deep.${field}`;
      expect(ids(await db.things.find({ query: { [field]: 'x' } }))).toEqual(['0']);
      expect(ids(await db.things.find({ query: { [path]: { $gt: 1 } } }))).toEqual(['1']);
      expect(ids(await db.things.find({ query: { [field]: { $exists: false } } }))).toEqual(['2']);
      expect(ids(await db.things.find({ search: { text: 'Y', fields: [field] } }))).toEqual(['1']);
      expect(ids(await db.things.find({ sort: [`-${field}`] }))).toEqual(['1', '0', '2']);
      expect(await db.things.find({ query: { id: '0' }, fields: [path] })).toEqual([{ id: '0', deep: { [field]: 1 } }]);
      const groups = await db.things.aggregate({ groupBy: [field], measures: { total: { sum: path } } });
      expect(groups).toEqual([
        { [field]: null, total: 0 },
        { [field]: 'x', total: 1 },
        { [field]: 'y', total: 2 },
      ]);
      expect(await db.things.update('0', { $inc: { [path]: 5 } })).toMatchObject({ deep: { [field]: 6 } });
      expect(await db.things.count()).toBe(3);
    },
  );

  test.each(["' OR 1=1 --", '"; DROP TABLE things; --', '\\', '%', '_', '$', '{"$gt":""}', '\u0000'])(
    'The value %j is only a value',
    async (value) => {
      await using db = await openThings(open);
      await fill(db.things, [{ v: value }, { v: 'other' }]);
      for (const query of [
        { v: value },
        { v: { $in: [value] } },
        { v: { $prefix: value } },
        { v: { $contains: value } },
      ]) {
        expect(ids(await db.things.find({ query }))).toEqual(['0']);
      }
    },
  );
}
