import { expect, test } from '@jest/globals';
import { ids, type OpenStore, openThings } from './suite-store.ts';

const RACERS = 100;

function race<R>(run: (racer: number) => Promise<R>): Promise<PromiseSettledResult<R>[]> {
  return Promise.allSettled(Array.from({ length: RACERS }, (_, racer) => run(racer)));
}

function winners<R>(results: PromiseSettledResult<R>[]): NonNullable<R>[] {
  return results.flatMap((result) => (result.status === 'fulfilled' && result.value ? [result.value] : []));
}

/** Many callers at once. */
export function racesSuite(open: OpenStore): void {
  test('Of 100 parallel inserts of one id one wins, and of one unique value too', async () => {
    await using db = await openThings(open, { indexes: [{ fields: ['email'], unique: true }] });
    expect(winners(await race((n) => db.things.insert({ id: 'same', n })))).toHaveLength(1);
    expect(winners(await race((n) => db.things.insert({ id: `id${n}`, email: 'ada@example.com' })))).toHaveLength(1);
    expect(await db.things.count()).toBe(2);
  });

  test('Of 100 parallel compare-and-sets one wins', async () => {
    await using db = await openThings(open);
    await db.things.insert({ id: 'lock', holder: null });
    const won = winners(await race((n) => db.things.updateOne({ id: 'lock', holder: null }, { $set: { holder: n } })));
    expect(won).toHaveLength(1);
    expect(await db.things.get('lock')).toMatchObject({ holder: won[0]?.holder, version: 2 });
  });

  test('Of 100 parallel writers of one version one wins, the others get 412', async () => {
    await using db = await openThings(open);
    await db.things.insert({ id: 'a' });
    const results = await race((n) => db.things.update('a', { $set: { n } }, { expectVersion: 1 }));
    expect(winners(results)).toHaveLength(1);
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.type] : []));
    expect(refused).toEqual(Array.from({ length: RACERS - 1 }, () => 'common.versionConflict'));
  });

  test('100 parallel increments all count, whether the document was there or not', async () => {
    await using db = await openThings(open);
    await race(() => db.things.upsert('counter', { $inc: { n: 1 }, $push: { list: 1 } }, { made: true }));
    await race(() => db.things.update('counter', { $inc: { n: 1 } }));
    await race(() => db.things.updateOne({ made: true }, { $inc: { n: 1 } }));
    await race(() => db.things.updateMany({ made: true }, { $inc: { n: 1 } }));
    const counter = await db.things.get('counter');
    expect(counter).toMatchObject({ n: 4 * RACERS, made: true, version: 4 * RACERS });
    expect(counter?.list).toHaveLength(RACERS);
  });

  test('What is taken is taken once', async () => {
    await using db = await openThings(open);
    await db.things.insertMany(Array.from({ length: 30 }, (_, i) => ({ id: `job${i}`, state: 'new' })));
    const taken = winners(await race(() => db.things.take({ state: 'new' })));
    expect(new Set(ids(taken)).size).toBe(30);
    expect(taken).toHaveLength(30);
    expect(winners(await race(() => db.things.remove('job0')))).toEqual([]);
  });
}
