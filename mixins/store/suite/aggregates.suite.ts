import { expect, test } from '@jest/globals';
import { fill, type OpenStore, openThings, problemOf } from './suite-store.ts';

/** Groups and what is measured over them. */
export function aggregatesSuite(open: OpenStore): void {
  const sales = [
    { shop: 'north', year: 2024, amount: 10, open: true },
    { shop: 'north', year: 2025, amount: 2.5, open: false },
    { shop: 'south', year: 2024, amount: 'none', open: true },
    { shop: 'south', year: 2025, amount: 4, open: true },
    { shop: null, year: 2025, amount: 1 },
    { year: 2025, amount: null, size: { width: 3 } },
  ];

  test('Documents are grouped and counted; null and missing are one group', async () => {
    await using db = await openThings(open);
    await fill(db.things, sales);
    expect(await db.things.aggregate({ groupBy: ['shop'], measures: { sales: { count: true } } })).toEqual([
      { shop: null, sales: 2 },
      { shop: 'north', sales: 2 },
      { shop: 'south', sales: 2 },
    ]);
  });

  test('Sums and averages are over numbers, the least and greatest over all that have a value', async () => {
    await using db = await openThings(open);
    await fill(db.things, sales);
    const measures = {
      sum: { sum: 'amount' },
      avg: { avg: 'amount' },
      min: { min: 'amount' },
      max: { max: 'amount' },
      open: { max: 'open' },
    } as const;
    expect(await db.things.aggregate({ groupBy: ['shop'], measures })).toEqual([
      { shop: null, sum: 1, avg: 1, min: 1, max: 1, open: null },
      { shop: 'north', sum: 12.5, avg: 6.25, min: 2.5, max: 10, open: true },
      { shop: 'south', sum: 4, avg: 4, min: 4, max: 'none', open: true },
    ]);
  });

  test('Groups of several fields, of a query, sorted by a measure and cut', async () => {
    await using db = await openThings(open);
    await fill(db.things, sales);
    const groups = await db.things.aggregate({
      query: { shop: { $in: ['north', 'south'] } },
      groupBy: ['shop', 'open'],
      measures: { n: { count: true } },
      sort: ['-n', '-shop'],
      limit: 2,
    });
    expect(groups).toEqual([
      { shop: 'south', open: true, n: 2 },
      { shop: 'north', open: false, n: 1 },
    ]);
  });

  test('A group is named by its path', async () => {
    await using db = await openThings(open);
    await fill(db.things, sales);
    const groups = await db.things.aggregate({ groupBy: ['size.width'], measures: { n: { count: true } } });
    expect(groups).toEqual([
      { 'size.width': null, n: 5 },
      { 'size.width': 3, n: 1 },
    ]);
  });

  test('Without a group everything is one; of nothing there is no group', async () => {
    await using db = await openThings(open);
    const measures = { n: { count: true }, sum: { sum: 'amount' } } as const;
    expect(await db.things.aggregate({ groupBy: ['shop'], measures })).toEqual([]);
    await fill(db.things, sales);
    expect(await db.things.aggregate({ groupBy: [], measures })).toEqual([{ n: 6, sum: 17.5 }]);
  });

  test('A sum of large numbers does not fail', async () => {
    await using db = await openThings(open);
    await fill(db.things, [{ n: 2 ** 62 }, { n: 2 ** 62 }, { n: 2 ** 62 }]);
    expect(await db.things.aggregate({ groupBy: [], measures: { sum: { sum: 'n' } } })).toEqual([{ sum: 3 * 2 ** 62 }]);
  });

  test('A measure named like a group, and a sort by neither, are refused with 422', async () => {
    await using db = await openThings(open);
    const twice = { groupBy: ['a'], measures: { a: { count: true } } } as const;
    expect(await problemOf(db.things.aggregate(twice))).toMatchObject({ code: 422 });
    const unknown = { groupBy: ['a'], measures: { n: { count: true } }, sort: ['-b'] } as const;
    expect(await problemOf(db.things.aggregate(unknown))).toMatchObject({ code: 422 });
  });
}
