import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { ids, type OpenStore, openThings, problemOf } from './suite-store.ts';

const past = () => new Date(Date.now() - 1000).toISOString();
const future = () => new Date(Date.now() + 3_600_000).toISOString();

/** Documents with an end. */
export function expirySuite(open: OpenStore): void {
  const declaration = { expires: 'until.at', indexes: [{ fields: ['email'], unique: true }] };

  test('A document past its time is gone to every reader and writer at once', async () => {
    await using db = await openThings(open, declaration);
    await db.things.insertMany([
      { id: 'gone', until: { at: past() }, n: 1 },
      { id: 'here', until: { at: future() }, n: 1 },
      { id: 'null', until: { at: null }, n: 1 },
      { id: 'ever', n: 1 },
    ]);
    const left = ['ever', 'here', 'null'];
    expect(await db.things.get('gone')).toBeNull();
    expect(ids(await db.things.getMany(['gone', 'here']))).toEqual(['here']);
    expect(await db.things.findOne({ id: 'gone' })).toBeNull();
    expect(ids(await db.things.find({ sort: ['id'] }))).toEqual(left);
    expect(ids((await db.things.page({})).data)).toEqual(left);
    expect(await db.things.count()).toBe(3);
    expect(await db.things.aggregate({ groupBy: [], measures: { n: { count: true } } })).toEqual([{ n: 3 }]);
    const scanned: string[] = [];
    for await (const { id } of db.things.scan()) scanned.push(id);
    expect(scanned).toEqual(left);
    expect(await db.things.update('gone', { $set: { x: 1 } })).toBeNull();
    expect(await db.things.updateOne({ id: 'gone' }, { $set: { x: 1 } })).toBeNull();
    expect(await db.things.updateMany({ n: 1 }, { $set: { x: 1 } })).toBe(3);
    expect(await db.things.take({ id: 'gone' })).toBeNull();
    expect(await problemOf(db.store.batch([{ remove: 'things', query: { id: 'gone' } }]))).toMatchObject({ code: 409 });
    expect(await db.things.removeMany({ n: 1 })).toBe(3);
    expect(await db.things.remove('gone')).toBe(false);
  });

  test('A document goes when its time comes, and stays when that is put off', async () => {
    await using db = await openThings(open, declaration);
    const soon = new Date(Date.now() + 150).toISOString();
    await db.things.insertMany([
      { id: 'a', until: { at: soon } },
      { id: 'b', until: { at: soon } },
    ]);
    expect(await db.things.count()).toBe(2);
    await db.things.update('b', { $set: { 'until.at': future() } });
    await setTimeout(200);
    expect(ids(await db.things.find())).toEqual(['b']);
  });

  test('What is past its time is not in the way of a new document with the same id or unique value', async () => {
    await using db = await openThings(open, declaration);
    const ended = (id: string) => ({ id, email: `${id}@x`, until: { at: past() } });
    await db.things.insertMany([ended('a'), ended('b'), ended('c'), ended('d')]);
    await db.things.insert({ id: 'a', fresh: true });
    await db.things.insertMany([ended('b'), { id: 'new', email: 'c@x' }]);
    expect(await db.things.upsert('d', { $inc: { n: 1 } }, { email: 'd@x' })).toEqual({
      id: 'd',
      n: 1,
      email: 'd@x',
      version: 1,
    });
    await db.store.batch([{ insert: 'things', document: { id: 'b', email: 'b@x' } }]);
    expect(ids(await db.things.find({ sort: ['id'] }))).toEqual(['a', 'b', 'd', 'new']);
    await db.store.batch([{ replace: 'things', document: { ...ended('e') } }]);
    await db.store.batch([{ replace: 'things', document: { id: 'e' }, expectVersion: 0 }]);
    expect(await db.things.get('e')).toEqual({ id: 'e', version: 1 });
  });

  test.each([0, 'tomorrow', '2026-01-01', '2026-01-01T00:00:00Z', true, {}, []])(
    'A time that is no ISO time in UTC with milliseconds is refused: %j',
    async (at) => {
      await using db = await openThings(open, declaration);
      expect(await problemOf(db.things.insert({ id: 'a', until: { at } }))).toMatchObject({
        type: 'store.invalidDocument',
      });
      await db.things.insert({ id: 'b' });
      const changes = { $set: { until: { at } } };
      expect(await problemOf(db.things.update('b', changes))).toMatchObject({ type: 'store.invalidDocument' });
    },
  );
}
