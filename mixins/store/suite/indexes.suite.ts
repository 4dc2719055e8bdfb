import { expect, test } from '@jest/globals';
import { fill, ids, newName, type OpenStore, openThings, problemOf } from './suite-store.ts';

/** Unique and other indexes. */
export function indexesSuite(open: OpenStore): void {
  test('A unique value is held unique by inserts and every kind of change, and the problem names the field only', async () => {
    await using db = await openThings(open, { indexes: [{ fields: ['email'], unique: true }] });
    await fill(db.things, [{ email: 'secret@example.com' }, { email: 'other' }]);
    const set = { $set: { email: 'secret@example.com' } };
    const attempts = [
      () => db.things.insert({ id: 'x', email: 'secret@example.com' }),
      () => db.things.update('1', set),
      () => db.things.updateOne({ id: '1' }, set),
      () => db.things.updateMany({}, set),
      () => db.things.upsert('1', set),
      () => db.things.upsert('new', set),
    ];
    for (const attempt of attempts) {
      const problem = await problemOf(attempt());
      expect(problem).toMatchObject({ code: 409, type: 'store.duplicate', data: { errors: [{ field: 'email' }] } });
      expect(JSON.stringify(problem)).not.toContain('secret@example.com');
    }
    expect(await db.things.get('1')).toEqual({ id: '1', email: 'other', version: 1 });
  });

  test('Fields that are unique together may be the same one by one', async () => {
    await using db = await openThings(open, { indexes: [{ fields: ['a', 'deep.b'], unique: true }] });
    await fill(db.things, [
      { a: 1, deep: { b: 1 } },
      { a: 1, deep: { b: 2 } },
      { a: 2, deep: { b: 1 } },
    ]);
    const problem = await problemOf(db.things.insert({ id: 'x', a: 1, deep: { b: 2 } }));
    expect(problem.data.errors?.map(({ field }) => field)).toEqual(['a', 'deep.b']);
  });

  test('Values of different types are different: 1, "1" and true', async () => {
    await using db = await openThings(open, { indexes: [{ fields: ['v'], unique: true }] });
    await fill(db.things, [{ v: 1 }, { v: '1' }, { v: true }, { v: { x: 1 } }, { v: '{"x":1}' }]);
    expect(await problemOf(db.things.insert({ id: 'x', v: true }))).toMatchObject({ code: 409 });
  });

  test('Documents without a value are never duplicates', async () => {
    await using db = await openThings(open, { indexes: [{ fields: ['a', 'b'], unique: true }] });
    await fill(db.things, [{}, {}, { a: null, b: 1 }, { a: null, b: 1 }, { a: 1 }, { a: 1, b: null }]);
    expect(await db.things.count()).toBe(6);
  });

  test('A unique index with a condition holds unique what meets it', async () => {
    await using db = await openThings(open, {
      indexes: [
        { fields: ['name'], unique: true, where: { state: 'current' } },
        { fields: ['name'], unique: true, where: { state: 'next', weight: { $gt: 5 } } },
      ],
    });
    await fill(db.things, [
      { name: 'a', state: 'old' },
      { name: 'a', state: 'old' },
      { name: 'a', state: 'current' },
      { name: 'a', state: 'next', weight: 1 },
      { name: 'a', state: 'next', weight: 1 },
      { name: 'a', state: 'next', weight: 6 },
    ]);
    expect(await problemOf(db.things.update('0', { $set: { state: 'current' } }))).toMatchObject({ code: 409 });
    expect(await problemOf(db.things.update('3', { $inc: { weight: 9 } }))).toMatchObject({ code: 409 });
    expect(ids(await db.things.find({ query: { name: 'a', state: 'current' } }))).toEqual(['2']);
    await db.things.update('2', { $set: { state: 'old' } });
    expect(await db.things.update('0', { $set: { state: 'current' } })).toMatchObject({ state: 'current' });
  });

  test('A list in a field of an index is refused with 422, because the index could not find its elements', async () => {
    await using db = await openThings(open, { indexes: [{ fields: ['a.b'] }] });
    await db.things.insert({ id: 'ok', a: { b: 1 } });
    for (const a of [{ b: [1] }, [{ b: 1 }]]) {
      expect(await problemOf(db.things.insert({ id: 'x', a }))).toMatchObject({ type: 'store.invalidDocument' });
      expect(await problemOf(db.things.update('ok', { $set: { a } }))).toMatchObject({ type: 'store.invalidDocument' });
    }
    expect(await db.things.find()).toEqual([{ id: 'ok', a: { b: 1 }, version: 1 }]);
  });

  test('An index by elements finds what it would find without, after every kind of change', async () => {
    const indexes = [
      { fields: ['tags'], elements: true },
      { fields: ['deep.list'], elements: true },
    ];
    await using db = await openThings(open, { indexes });
    const rows = [
      { tags: ['a', 'b', 'b'] },
      { tags: 'a' },
      { tags: [1, true, null, { x: 1 }, ['a']] },
      { tags: [] },
      {},
    ];
    await fill(db.things, [...rows, { tags: { a: 'a' } }, { deep: { list: ['a'] } }]);
    const find = async (tags: unknown) => ids(await db.things.find({ query: { tags }, sort: ['id'] }));
    expect(await find('a')).toEqual(['0', '1']);
    expect(await find({ $in: ['b', true] })).toEqual(['0', '2']);
    expect(await find({ $ne: 'a' })).toEqual(['2', '3', '4', '5', '6']);
    expect(await find(['a'])).toEqual(['2']);
    expect(await find({ x: 1 })).toEqual(['2']);
    expect(await find(null)).toEqual(['2', '4', '6']);
    expect(await find({ $in: [null, 'b', []] })).toEqual(['0', '2', '3', '4', '6']);
    expect(await find({ $gte: 'b' })).toEqual(['0']);
    expect(await find({ $prefix: '' })).toEqual(['0', '1']);
    expect(ids(await db.things.find({ query: { 'deep.list': 'a' } }))).toEqual(['6']);
    await db.things.update('0', { $pull: { tags: 'b' }, $set: { other: 1 } });
    await db.things.updateMany({ tags: [] }, { $push: { tags: 'b' } });
    await db.store.batch([{ replace: 'things', document: { id: '4', tags: ['b'] } }]);
    await db.things.remove('1');
    expect(await find('a')).toEqual(['0']);
    expect(await find('b')).toEqual(['3', '4']);
    expect(await problemOf(db.things.insert({ id: 'x', deep: [{ list: [] }] }))).toMatchObject({ code: 422 });
  });

  test('Indexes come and go with their declaration', async () => {
    const name = newName();
    const openWith = (indexes: { fields: string[]; unique: boolean }[]) =>
      open(name, { collections: [{ name: 'things', indexes }] });
    const first = await openWith([]);
    await first.store.collection('things').insertMany([
      { id: 'a', v: 1 },
      { id: 'b', v: 2 },
    ]);
    await first.close();
    const second = await openWith([{ fields: ['v'], unique: true }]);
    expect(await problemOf(second.store.collection('things').insert({ id: 'c', v: 1 }))).toMatchObject({ code: 409 });
    await second.close();
    const elements = await open(name, {
      collections: [{ name: 'things', indexes: [{ fields: ['v'], elements: true }] }],
    });
    expect(ids(await elements.store.collection('things').find({ query: { v: 2 } }))).toEqual(['b']);
    await elements.close();
    const third = await openWith([]);
    await third.store.collection('things').insert({ id: 'c', v: 1 });
    await third.close();
    await expect(openWith([{ fields: ['v'], unique: true }])).rejects.toThrow(/unique by v/);
    const fourth = await openWith([]);
    expect(await fourth.store.collection('things').count()).toBe(3);
    await fourth.close();
  });
}
