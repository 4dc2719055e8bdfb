import { expect, test } from '@jest/globals';
import type { Changes } from '../store.types.ts';
import { type OpenStore, openThings, problemOf } from './suite-store.ts';

type Fields = Record<string, unknown>;

/** What the operators of an update make of a document. */
export function changesSuite(open: OpenStore): void {
  test.each<[string, Fields, Changes, Fields]>([
    [
      '$set sets, also inside of objects that are not there',
      { a: 1 },
      { $set: { a: 2, 'b.c.d': 3 } },
      { a: 2, b: { c: { d: 3 } } },
    ],
    ['$set leaves the neighbours', { a: { b: 1, c: 2 } }, { $set: { 'a.b': 3 } }, { a: { b: 3, c: 2 } }],
    ['$set of undefined is left out', { a: 1 }, { $set: { a: undefined, b: 2 } }, { a: 1, b: 2 }],
    [
      '$unset takes away',
      { a: 1, b: { c: 1, d: 2 } },
      { $unset: { a: true, 'b.c': true, x: true, 'y.z': true } },
      { b: { d: 2 } },
    ],
    [
      '$inc adds, from nothing too',
      { a: 1, b: 1.5 },
      { $inc: { a: -3, b: 0.25, c: 2, 'd.e': 1 } },
      { a: -2, b: 1.75, c: 2, d: { e: 1 } },
    ],
    [
      '$push adds to the end, from nothing too',
      { a: [1] },
      { $push: { a: [2], b: { x: 1 } } },
      { a: [1, [2]], b: [{ x: 1 }] },
    ],
    ['$addToSet adds what is new', { a: [1, '1'] }, { $addToSet: { a: 1, b: 'x' } }, { a: [1, '1'], b: ['x'] }],
    ['$addToSet knows objects', { a: [{ x: 1 }] }, { $addToSet: { a: { x: 1 } } }, { a: [{ x: 1 }] }],
    ['$addToSet does not take true for 1', { a: [1] }, { $addToSet: { a: true } }, { a: [1, true] }],
    ['$pull takes all equal elements', { a: [1, 2, 1, '1', [1]] }, { $pull: { a: 1, b: 1 } }, { a: [2, '1', [1]] }],
    [
      '$pull takes equal objects only',
      { a: [{ x: 1, y: 2 }, { x: 1 }] },
      { $pull: { a: { x: 1 } } },
      { a: [{ x: 1, y: 2 }] },
    ],
    ['$min keeps the less', { a: 5, b: 5 }, { $min: { a: 3, b: 7, c: 1 } }, { a: 3, b: 5, c: 1 }],
    ['$max keeps the greater', { a: 5, b: 5 }, { $max: { a: 3, b: 7, c: 1 } }, { a: 5, b: 7, c: 1 }],
    ['$max compares texts by code points', { a: '\uffff' }, { $max: { a: '😀' } }, { a: '😀' }],
    [
      '$min and $max order types: null, number, text, boolean',
      { a: 5, b: 5, c: null },
      { $max: { a: 'x', c: 1 }, $min: { b: null } },
      { a: 'x', b: null, c: 1 },
    ],
    ['nothing is a change too', { a: 1 }, {}, { a: 1 }],
  ])('%s', async (_name, before, changes, after) => {
    await using db = await openThings(open);
    await db.things.insert({ id: 'a', ...before });
    const expected = { id: 'a', ...after, version: 2 };
    expect(await db.things.update('a', changes)).toStrictEqual(expected);
    expect(await db.things.get('a')).toStrictEqual(expected);
  });

  test.each<[string, Fields, unknown]>([
    ['an unknown operator', {}, { $rename: { a: 'b' } }],
    ['an operator from the prototype', {}, { constructor: { a: 1 } }],
    ['fields without an operator', {}, { a: 1 }],
    ['one field changed twice', {}, { $set: { a: 1 }, $inc: { a: 1 } }],
    ['a field and what holds it', {}, { $set: { a: {} }, $inc: { 'a.b': 1 } }],
    ['the id', {}, { $set: { id: 'b' } }],
    ['the version', {}, { $inc: { version: 1 } }],
    ['$inc of a text', { a: 'x' }, { $inc: { a: 1 } }],
    ['$inc of null', { a: null }, { $inc: { a: 1 } }],
    ['$inc by a text', { a: 1 }, { $inc: { a: '1' } }],
    ['$inc beyond all numbers', { a: 1.7e308 }, { $inc: { a: 1.7e308 } }],
    ['$push to what is no list', { a: 1 }, { $push: { a: 1 } }],
    ['$addToSet to what is no list', { a: null }, { $addToSet: { a: 1 } }],
    ['$pull from what is no list', { a: 'x' }, { $pull: { a: 1 } }],
    ['$push of undefined', {}, { $push: { a: undefined } }],
    ['a path through a text', { a: 'x' }, { $set: { 'a.b': 1 } }],
    ['a path through null', { a: null }, { $set: { 'a.b': 1 } }],
    ['a path through a list', { a: [{ b: 1 }] }, { $set: { 'a.b': 2 } }],
  ])('%s is refused with 422 and changes nothing', async (_name, before, changes) => {
    await using db = await openThings(open);
    await db.things.insert({ id: 'a', ...before });
    const problem = await problemOf(db.things.update('a', changes as Changes));
    expect(problem).toMatchObject({ code: 422, type: 'store.invalidChanges' });
    expect(await db.things.get('a')).toStrictEqual({ id: 'a', ...before, version: 1 });
  });

  test.each(['__proto__.x', 'a.__proto__', '$where', 'a.$b', '', 'a..b', '.a', 'a.', 'x.'.repeat(40), 'a\0'])(
    'Changes of the field %j are refused with 422',
    async (field) => {
      await using db = await openThings(open);
      await db.things.insert({ id: 'a' });
      const changes = { $set: JSON.parse(`{${JSON.stringify(field)}: 1}`) };
      expect(await problemOf(db.things.update('a', changes))).toMatchObject({ code: 422, type: 'store.invalidField' });
      expect(await problemOf(db.things.upsert('b', {}, changes.$set))).toMatchObject({ code: 422 });
      expect(Object.prototype).not.toHaveProperty('x');
      expect(await db.things.find()).toEqual([{ id: 'a', version: 1 }]);
    },
  );

  test('One field both given for a new document and changed is refused', async () => {
    await using db = await openThings(open);
    const problem = await problemOf(db.things.upsert('a', { $set: { x: 1 } }, { x: 2 }));
    expect(problem).toMatchObject({ code: 422, type: 'store.invalidChanges' });
  });
}
