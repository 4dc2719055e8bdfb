import type { SQLOutputValue } from 'node:sqlite';
import { parsePath } from '../field-path.ts';
import { storeErrors } from '../store.errors.ts';
import type { AggregateOptions } from '../store.types.ts';
import { fromKey } from './order-key.ts';
import { bind, type Queries } from './queries.ts';
import type { ReadRunner } from './read-runner.ts';
import { jsonPath, LIMIT, sql } from './sql.ts';
import type { Table } from './table.ts';

type Measure = AggregateOptions['measures'][string];

/** Groups and measures in the database; one row a group, with the fields and the measures under their names. */
export async function aggregate(
  options: AggregateOptions,
  table: Table,
  queries: Queries,
  runner: ReadRunner,
): Promise<Record<string, unknown>[]> {
  const { query = {}, groupBy, measures, limit = -1 } = options;
  const shape = table.shapeOf(query);
  const names = [...groupBy, ...Object.keys(measures)];
  if (new Set(names).size < names.length)
    throw storeErrors.invalidFilter({ detail: 'A measure is named like a field.' });
  const columns = [
    ...groupBy.map((field) => table.key(parsePath(field))),
    ...Object.values(measures).map((measure) => measureSql(measure, table)),
  ];
  const order = orderOf(options, names);
  const use = JSON.stringify(['aggregate', groupBy, measures, order]);
  const prepared = queries.prepare(use, query, shape, (where) =>
    sql(
      `SELECT ${columns.map((column, i) => `${column} AS c${i}`).join(', ')} FROM ${table.sqlName} WHERE `,
      where,
      groupBy.length === 0 ? '' : ` GROUP BY ${groupBy.map((_, i) => `c${i}`).join(', ')}`,
      order === '' ? '' : ` ORDER BY ${order}`,
      ` ${LIMIT}`,
    ),
  );
  const rows = (await runner.all(prepared, [
    ...bind(prepared.parameters, shape.operands),
    limit,
  ])) as SQLOutputValue[][];
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, fromKey(row[i] ?? null)])));
}

/** Sorted as asked, then by group, so that the answer does not depend on the plan. */
function orderOf({ sort = [], groupBy }: AggregateOptions, names: readonly string[]): string {
  const order = [...sort, ...groupBy.filter((field) => !sort.includes(field) && !sort.includes(`-${field}`))];
  return order
    .map((key) => {
      const descending = key.startsWith('-');
      const column = names.indexOf(descending ? key.slice(1) : key);
      if (column < 0) throw storeErrors.invalidFilter({ detail: `There is no group or measure "${key}" to sort by.` });
      return `c${column}${descending ? ' DESC' : ''}`;
    })
    .join(', ');
}

/** Sums and averages are of the numbers only; the least and the greatest are by the order of all values, without missing ones. */
function measureSql(measure: Measure, table: Table): string {
  if ('count' in measure) return 'count(*)';
  if ('min' in measure) return `min(${table.key(parsePath(measure.min))})`;
  if ('max' in measure) return `max(${table.key(parsePath(measure.max))})`;
  if ('sum' in measure) return `total(${numberAt(measure.sum)})`;
  return `avg(${numberAt(measure.avg)})`;
}

function numberAt(field: string): string {
  const path = jsonPath(parsePath(field));
  return `CASE WHEN json_type(doc,${path}) IN ('integer','real') THEN doc->>${path} END`;
}
