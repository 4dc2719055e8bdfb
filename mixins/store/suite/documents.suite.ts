import { expect, test } from '@jest/globals';
import { fill, ids, newName, type OpenStore, openThings, problemOf } from './suite-store.ts';

/** Single documents: insert, read, change, remove. */
export function documentsSuite(open: OpenStore): void {
  test('A document is read as it was inserted, with version 1', async () => {
    await using db = await openThings(open);
    const document = {
      id: 'a',
      text: 'Zoë "quoted" \\ \u0000 \u2028 😀 \'',
      number: -1.5e-7,
      big: 9007199254740991,
      huge: 1e21,
      yes: true,
      nothing: null,
      list: [1, 'two', null, [3], { four: 4 }],
      nested: { deep: { deeper: { empty: {}, none: [] } } },
      constructor: 'only a name',
    };
    const inserted = await db.things.insert(document);
    expect(inserted).toEqual({ ...document, version: 1 });
    expect(await db.things.get('a')).toEqual({ ...document, version: 1 });
  });

  test('A field that is undefined is not stored', async () => {
    await using db = await openThings(open);
    await db.things.insert({ id: 'a', there: 1, gone: undefined });
    expect(await db.things.get('a')).toStrictEqual({ id: 'a', there: 1, version: 1 });
  });

  test('A document that brings its version keeps it', async () => {
    await using db = await openThings(open);
    expect((await db.things.insert({ id: 'a', version: 7 })).version).toBe(7);
    expect((await db.things.update('a', { $set: { x: 1 } }))?.version).toBe(8);
  });

  test('What was written is there after the database was closed and opened again', async () => {
    const name = newName();
    const first = await open(name, { collections: [{ name: 'things' }] });
    await first.store.collection('things').insert({ id: 'a', x: 1 });
    await first.close();
    const second = await open(name, { collections: [{ name: 'things' }] });
    expect(await second.store.collection('things').get('a')).toEqual({ id: 'a', x: 1, version: 1 });
    await second.close();
  });

  test('A second document with an id is a duplicate and changes nothing', async () => {
    await using db = await openThings(open);
    await db.things.insert({ id: 'a', x: 1 });
    const problem = await problemOf(db.things.insert({ id: 'a', x: 2 }));
    expect(problem).toMatchObject({ code: 409, type: 'store.duplicate', data: { errors: [{ field: 'id' }] } });
    expect(await db.things.get('a')).toMatchObject({ x: 1, version: 1 });
  });

  test('Many documents are inserted all or none', async () => {
    await using db = await openThings(open);
    await db.things.insertMany([{ id: 'a' }, { id: 'b' }]);
    const problem = await problemOf(db.things.insertMany([{ id: 'c' }, { id: 'a' }, { id: 'd' }]));
    expect(problem.type).toBe('store.duplicate');
    expect(ids(await db.things.find({ sort: ['id'] }))).toEqual(['a', 'b']);
    await db.things.insertMany([]);
  });

  test('What is not there is null, and removing it is no error', async () => {
    await using db = await openThings(open);
    expect(await db.things.get('nobody')).toBeNull();
    expect(await db.things.findOne({ x: 1 })).toBeNull();
    expect(await db.things.update('nobody', { $set: { x: 1 } })).toBeNull();
    expect(await db.things.updateOne({ x: 1 }, { $set: { x: 2 } })).toBeNull();
    expect(await db.things.updateMany({ x: 1 }, { $set: { x: 2 } })).toBe(0);
    expect(await db.things.remove('nobody')).toBe(false);
    expect(await db.things.take({ x: 1 })).toBeNull();
    expect(await db.things.removeMany({ x: 1 })).toBe(0);
    expect(await db.things.getMany(['nobody'])).toEqual([]);
    expect(await db.things.count()).toBe(0);
  });

  test('Documents are read by their ids, each once', async () => {
    await using db = await openThings(open);
    await fill(db.things, [{}, {}, {}]);
    expect(ids(await db.things.getMany(['2', '0', 'x', '2'])).sort()).toEqual(['0', '2']);
    expect(await db.things.getMany([])).toEqual([]);
  });

  test('An update answers the changed document and raises its version', async () => {
    await using db = await openThings(open);
    await db.things.insert({ id: 'a', x: 1, y: { z: 1 } });
    const updated = await db.things.update('a', { $set: { 'y.z': 2 }, $inc: { x: 1 } });
    expect(updated).toEqual({ id: 'a', x: 2, y: { z: 2 }, version: 2 });
    expect(await db.things.get('a')).toEqual(updated);
  });

  test('An update for another version is refused with 412 and changes nothing', async () => {
    await using db = await openThings(open);
    await db.things.insert({ id: 'a', x: 1 });
    await db.things.update('a', { $set: { x: 2 } }, { expectVersion: 1 });
    const problem = await problemOf(db.things.update('a', { $set: { x: 3 } }, { expectVersion: 1 }));
    expect(problem).toMatchObject({ code: 412, type: 'common.versionConflict' });
    expect(await db.things.get('a')).toMatchObject({ x: 2, version: 2 });
  });

  test('An upsert begins with the given fields and the changes, later only changes', async () => {
    await using db = await openThings(open);
    expect(await db.things.upsert('a', { $inc: { n: 2 } }, { made: 'once', deep: { x: 1 } })).toEqual({
      id: 'a',
      n: 2,
      made: 'once',
      deep: { x: 1 },
      version: 1,
    });
    expect(await db.things.upsert('a', { $inc: { n: 2 } }, { made: 'again' })).toEqual({
      id: 'a',
      n: 4,
      made: 'once',
      deep: { x: 1 },
      version: 2,
    });
  });

  test('One of the documents that match is taken away and answered', async () => {
    await using db = await openThings(open);
    await fill(db.things, [{ kind: 'a' }, { kind: 'b' }, { kind: 'a' }]);
    const taken = await db.things.take({ kind: 'a' });
    expect(['0', '2']).toContain(taken?.id);
    expect(await db.things.get(taken?.id ?? '')).toBeNull();
    expect(await db.things.count()).toBe(2);
  });

  test('More documents than one slice holds are changed and removed, and no others', async () => {
    await using db = await openThings(open);
    await fill(
      db.things,
      Array.from({ length: 1050 }, (_, i) => ({ even: i % 2 === 0 })),
    );
    expect(await db.things.updateMany({ even: true }, { $set: { even: false, changed: true } })).toBe(525);
    expect(await db.things.count({ query: { changed: true, version: 2 } })).toBe(525);
    expect(await db.things.removeMany({ changed: true })).toBe(525);
    expect(await db.things.count()).toBe(525);
  });

  test('A projection answers the id and the named fields, inside of objects and lists too', async () => {
    await using db = await openThings(open);
    await fill(db.things, [{ a: 1, b: { c: 2, d: 3 }, e: [{ f: 4, g: 5 }, 6, { g: 7 }], h: null }]);
    const cases: [string[], object][] = [
      [['a'], { id: '0', a: 1 }],
      [['b.c', 'h'], { id: '0', b: { c: 2 }, h: null }],
      [['e.f'], { id: '0', e: [{ f: 4 }, {}] }],
      [['b', 'b.c', 'missing', 'a.x', 'version'], { id: '0', b: { c: 2, d: 3 }, version: 1 }],
      [[], { id: '0' }],
    ];
    for (const [fields, expected] of cases) {
      expect(await db.things.get('0', fields)).toStrictEqual(expected);
      expect(await db.things.find({ fields })).toStrictEqual([expected]);
      expect((await db.things.page({ fields })).data).toStrictEqual([expected]);
    }
  });

  test.each<[string, unknown]>([
    ['an operator as a name', { $set: 1 }],
    ['a name with a dot', { 'a.b': 1 }],
    ['an empty name', { '': 1 }],
    ['a name with a null character', { 'a\0b': 1 }],
    ['__proto__', JSON.parse('{"__proto__": {"admin": true}}')],
    ['half of a surrogate pair', 'x\ud800y'],
    ['a number without an end', Number.POSITIVE_INFINITY],
    ['not a number', Number.NaN],
    ['a bigint', 1n],
    ['a date', new Date(0)],
    ['a function', () => 1],
    ['undefined in a list', [undefined]],
    ['more than 100 levels', Array.from({ length: 101 }).reduce((inner: unknown) => [inner], 1)],
  ])('A document with %s is refused with 422, at any depth and in changes too', async (_name, value) => {
    await using db = await openThings(open);
    await db.things.insert({ id: 'a' });
    for (const document of [{ x: value }, { x: [{ y: value }] }]) {
      const refused = { code: 422, type: 'store.invalidDocument' };
      expect(await problemOf(db.things.insert({ id: 'b', ...document }))).toMatchObject(refused);
      expect(await problemOf(db.things.update('a', { $set: document }))).toMatchObject(refused);
      expect(await problemOf(db.things.upsert('a', {}, document))).toMatchObject(refused);
    }
    expect(await db.things.find()).toEqual([{ id: 'a', version: 1 }]);
  });

  test('A document without a usable id or version is refused', async () => {
    await using db = await openThings(open);
    for (const document of [{ id: '' }, { id: 5 }, { id: 'x'.repeat(300) }, {}, { id: 'a', version: 0.5 }]) {
      expect(await problemOf(db.things.insert(document as never))).toMatchObject({ type: 'store.invalidDocument' });
    }
  });
}
