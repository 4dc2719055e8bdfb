import { expect, test } from '@jest/globals';
import type { Filter } from '../store.types.ts';
import { fill, ids, type OpenStore, openThings, problemOf } from './suite-store.ts';

const rows = [{ v: 1 }, { v: 'a' }, { v: { a: 1 } }, {}];

/** What is not a filter, and names and values that try to be more than that. */
export function injectionSuite(open: OpenStore): void {
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
