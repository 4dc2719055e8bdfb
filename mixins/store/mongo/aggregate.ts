import type { Collection, Document as Stage } from 'mongodb';
import { parsePath } from '../field-path.ts';
import { storeErrors } from '../store.errors.ts';
import type { AggregateOptions } from '../store.types.ts';
import type { CollectionPlan } from './collection-plan.ts';
import { ask } from './conditions.ts';
import { toProblem } from './mongo-errors.ts';
import { fieldName, type Stored } from './stored-document.ts';

type Measure = AggregateOptions['measures'][string];

/** Groups and measures in the database; one row a group, with the fields and the measures under their names. */
export async function aggregate(
  options: AggregateOptions,
  plan: CollectionPlan,
  documents: Collection<Stored>,
): Promise<Record<string, unknown>[]> {
  const { query = {}, groupBy, measures, limit } = options;
  const { condition } = ask(plan, query);
  const names = [...groupBy, ...Object.keys(measures)];
  if (new Set(names).size < names.length)
    throw storeErrors.invalidFilter({ detail: 'A measure is named like a field.' });
  // Names of ours in the pipeline: those of fields and measures may hold what means something there.
  const groups = groupBy.map((field, i) => [column(i), { $ifNull: [reference(field), null] }]);
  const values = Object.values(measures).map((measure, i) => [column(groupBy.length + i), measured(measure)]);
  const order = orderOf(options, names);
  const pipeline: Stage[] = [
    { $match: condition },
    { $group: { _id: Object.fromEntries(groups), ...Object.fromEntries(values) } },
    { $project: Object.fromEntries([['_id', 0], ...names.map((_, i) => [column(i), place(i, groupBy.length)])]) },
    ...(order.length === 0 ? [] : [{ $sort: Object.fromEntries(order) }]),
    ...(limit === undefined ? [] : [{ $limit: limit }]),
  ];
  try {
    const rows = await documents.aggregate(pipeline).toArray();
    if (rows.length === 0 && groupBy.length === 0) rows.push(ofNothing(options));
    return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, plain(row[column(i)])])));
  } catch (error) {
    throw toProblem(error);
  }
}

/** Without groups there is one row, also over nothing. */
function ofNothing({ measures }: AggregateOptions): Stage {
  const isNumber = (measure: Measure) => 'count' in measure || 'sum' in measure;
  return Object.fromEntries(Object.values(measures).map((measure, i) => [column(i), isNumber(measure) ? 0 : null]));
}

function column(index: number): string {
  return `c${index}`;
}

function place(index: number, groups: number): string {
  return index < groups ? `$_id.${column(index)}` : `$${column(index)}`;
}

function reference(field: string): string {
  return `$${fieldName(parsePath(field))}`;
}

/** Sums and averages are of the numbers only; the least and the greatest are by the order of all values, without missing ones. */
function measured(measure: Measure): Stage {
  if ('count' in measure) return { $sum: 1 };
  if ('min' in measure) return { $min: reference(measure.min) };
  if ('max' in measure) return { $max: reference(measure.max) };
  return 'sum' in measure ? { $sum: reference(measure.sum) } : { $avg: reference(measure.avg) };
}

/** Sorted as asked, then by group, so that the answer does not depend on the plan. */
function orderOf({ sort = [], groupBy }: AggregateOptions, names: readonly string[]): [string, 1 | -1][] {
  const order = [...sort, ...groupBy.filter((field) => !sort.includes(field) && !sort.includes(`-${field}`))];
  return order.map((key) => {
    const descending = key.startsWith('-');
    const index = names.indexOf(descending ? key.slice(1) : key);
    if (index < 0) throw storeErrors.invalidFilter({ detail: `There is no group or measure "${key}" to sort by.` });
    return [column(index), descending ? -1 : 1];
  });
}

/** A sum of whole numbers that outgrows them comes as BSON's own integer. */
function plain(value: unknown): unknown {
  return typeof value === 'object' && value !== null && '_bsontype' in value ? Number(value) : (value ?? null);
}
