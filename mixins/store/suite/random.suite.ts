import { expect, test } from '@jest/globals';
import { compareValues } from '../compare-values.ts';
import { valueAt } from '../field-path.ts';
import { Random, randomFields, randomFilter, randomScalar } from './random.ts';
import { matches } from './reference.ts';
import { fill, ids, type OpenStore, openThings, type Thing } from './suite-store.ts';

const SEEDS = [1, 2, 3];

/** Documents and filters that nobody thought of, compared with what they mean. */
export function randomSuite(open: OpenStore): void {
  test.each(SEEDS)('Random filters find among random documents what they mean (seed %d)', async (seed) => {
    await using db = await openThings(open);
    const random = new Random(seed);
    await fill(
      db.things,
      Array.from({ length: 150 }, () => randomFields(random)),
    );
    const documents = await db.things.find({ sort: ['id'] });
    for (let i = 0; i < 300; i++) {
      const query = randomFilter(random);
      const expected = ids(documents.filter((document) => matches(document, query)));
      const found = ids(await db.things.find({ query, sort: ['id'] }));
      expect({ query, found }).toEqual({ query, found: expected });
    }
  });

  test.each(SEEDS)('With indexes they find the same (seed %d)', async (seed) => {
    const indexes = [{ fields: ['a'] }, { fields: ['b', 'c'] }, { fields: ['c'], where: { a: 1 } }];
    await using db = await openThings(open, { indexes });
    const random = new Random(seed);
    await fill(
      db.things,
      Array.from({ length: 150 }, () => randomRow(random)),
    );
    const documents = await db.things.find({ sort: ['id'] });
    for (let i = 0; i < 200; i++) {
      const query = randomFilter(random);
      const expected = ids(documents.filter((document) => matches(document, query)));
      expect({ query, found: ids(await db.things.find({ query, sort: ['id'] })) }).toEqual({ query, found: expected });
    }
  });

  test.each(SEEDS)('Random orders of random values are paged as they sort (seed %d)', async (seed) => {
    await using db = await openThings(open, { indexes: [{ fields: ['a'] }, { fields: ['b', 'a'] }] });
    const random = new Random(seed);
    await fill(
      db.things,
      Array.from({ length: 80 }, () => randomRow(random)),
    );
    const documents = await db.things.find();
    for (let i = 0; i < 25; i++) {
      const sort = random.list(3, () => random.pick(['a', '-a', 'b', '-b', 'c', '-c', 'version'])).filter(isFirst);
      const found: Thing[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await db.things.page({ sort, limit: 1 + random.below(20), cursor });
        found.push(...page.data);
        cursor = page.nextCursor;
      }
      expect({ sort, found: ids(found) }).toEqual({ sort, found: ids(documents.toSorted(byKeys(sort))) });
    }
  });
}

function randomRow(random: Random): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const field of ['a', 'b', 'c']) if (random.next() < 0.8) row[field] = randomScalar(random);
  return row;
}

/** A second key of the same field says nothing more. */
function isFirst(key: string, index: number, sort: readonly string[]): boolean {
  return sort.findIndex((other) => other.replace('-', '') === key.replace('-', '')) === index;
}

/** The last key's direction is the id's too. */
function byKeys(sort: readonly string[]) {
  const keys = [...sort, sort.at(-1)?.startsWith('-') ? '-id' : 'id'];
  return (a: Thing, b: Thing): number => {
    for (const key of keys) {
      const field = key.replace('-', '');
      const order = compareValues(valueAt(a, [field]), valueAt(b, [field]));
      if (order !== 0) return key.startsWith('-') ? -order : order;
    }
    return 0;
  };
}
