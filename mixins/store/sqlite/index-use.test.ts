import { DatabaseSync } from 'node:sqlite';
import { expect, test } from '@jest/globals';
import { parseFilter } from '../filter-parser.ts';
import { orderOf, type SortKey } from '../sort-keys.ts';
import type { CollectionDefinition, Filter, Sort } from '../store.types.ts';
import { compileFilter } from './compile-filter.ts';
import { after, orderBy } from './keyset.ts';
import { joinSql, type Sql } from './sql.ts';
import { Table } from './table.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const definition: CollectionDefinition = {
  name: 'things',
  indexes: [
    { fields: ['email'], unique: true },
    { fields: ['status', 'at'] },
    { fields: ['deep.n'] },
    { fields: ['key'], unique: true, where: { state: 'current' } },
    { fields: ['tags'], elements: true },
  ],
};
const table = new Table(definition);

function condition(filter: Filter): Sql {
  return compileFilter(parseFilter(filter, table.shapeOf(filter).fixed), table);
}

/** How SQLite would go about a list: one line a step. */
async function planOf(where: Sql, keys?: readonly SortKey[]): Promise<string> {
  await using place = temporaryFolder();
  await place.open([definition]);
  using database = new DatabaseSync(place.file);
  const order = keys === undefined ? '' : `ORDER BY ${orderBy(keys, table)}`;
  const steps = database
    .prepare(`EXPLAIN QUERY PLAN SELECT doc FROM things WHERE ${where.text} ${order} LIMIT 20`)
    .all();
  return steps.map(({ detail }) => detail).join('\n');
}

test.each<[string, Filter, RegExp]>([
  ['a value', { email: 'a@x' }, /^SEARCH things USING INDEX \S+ \(<expr>=\?\)$/],
  ['null', { email: null }, /^SEARCH things USING INDEX \S+ \(<expr>=\?\)$/],
  ['one of several values', { email: { $in: ['a', 'b'] } }, /^SEARCH things USING INDEX \S+ \(<expr>=\?\)/],
  ['a range', { 'deep.n': { $gte: 1, $lt: 5 } }, /^SEARCH things USING INDEX \S+ \(<expr>>\? AND <expr><\?\)$/],
  ['a beginning', { email: { $prefix: 'ada' } }, /^SEARCH things USING INDEX \S+ \(<expr>>\? AND <expr><\?\)$/],
  [
    'two fields of one index',
    { status: 'x', at: { $gt: 'y' } },
    /^SEARCH things USING INDEX \S+ \(<expr>=\? AND <expr>>\? AND <expr><\?\)$/,
  ],
  ['the id', { id: 'a' }, /^SEARCH things USING INDEX sqlite_autoindex_things_1 \(id=\?\)$/],
  [
    'what an index with a condition is for',
    { state: 'current', key: 'k' },
    /^SEARCH things USING INDEX \S+ \(<expr>=\?\)$/,
  ],
  [
    'an element of a list',
    { tags: 'a' },
    /^SEARCH things USING INDEX sqlite_autoindex_things_1 \(id=\?\)\n.*\n?SEARCH things\/tags USING PRIMARY KEY \(value=\?\)/,
  ],
])('A filter on %s is answered by an index', async (_name, filter, plan) => {
  expect(await planOf(condition(filter))).toMatch(plan);
});

test('What an index with a condition is not for is not looked up in it', async () => {
  expect(await planOf(condition({ state: 'other', key: 'k' }))).toBe('SCAN things');
});

test.each<[string, Filter, Sort, unknown[]]>([
  ['upwards', {}, ['deep.n'], [5, 'id']],
  ['downwards', {}, ['-deep.n'], [5, 'id']],
  ['upwards after documents without a value', {}, ['deep.n'], [null, 'id']],
  ['downwards among documents without a value', {}, ['-deep.n'], [null, 'id']],
  ['within a value', { status: 'x' }, ['-at'], ['2026', 'id']],
  ['by id', {}, [], ['id']],
])(
  'A page is read from an index in its order, from where the last one ended: %s',
  async (_name, filter, sort, place) => {
    const { keys } = orderOf(sort);
    expect(await planOf(condition(filter), keys)).toMatch(/^(SCAN|SEARCH) things USING INDEX [^\n]+$/);
    for (const next of after(keys, place, 0, table)) {
      const plan = await planOf(joinSql([condition(filter), next.condition], 'AND'), next.keys);
      expect(plan).toMatch(/^SEARCH things USING INDEX [^\n]+$/);
    }
  },
);

test('The values of a filter are never part of the statement', () => {
  const value = "x' OR 1=1 --";
  const filters: Filter[] = [
    { email: value },
    { other: { $in: [value, { a: value }] } },
    { other: { $prefix: value } },
    { other: { $contains: value } },
    { state: value },
    { $not: { 'a.b': { $gte: value } } },
  ];
  for (const filter of filters) expect(condition(filter).text).not.toContain('1=1');
});
