import { createHash } from 'node:crypto';
import { parsePath } from '../field-path.ts';
import { parseFilter } from '../filter-parser.ts';
import { shapeOf } from '../filter-shape.ts';
import type { Filter, IndexDefinition } from '../store.types.ts';
import { compileFilter } from './compile-filter.ts';
import { quoteName } from './sql.ts';
import type { Table } from './table.ts';

/** The name says what the index is, so that a changed definition, or a changed key of ours, is another index. */
export function indexName(table: Table, definition: IndexDefinition): string {
  const content = `${kindOf(definition)} ${indexSql(table, definition)}`;
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return `${table.name}/${hash}`;
}

export function createIndex(table: Table, definition: IndexDefinition): string {
  return `CREATE ${kindOf(definition)} ${quoteName(indexName(table, definition))} ${indexSql(table, definition)}`;
}

function kindOf({ unique }: IndexDefinition): string {
  return unique ? 'UNIQUE INDEX' : 'INDEX';
}

function indexSql(table: Table, { fields, unique = false, where }: IndexDefinition): string {
  const keys = fields.map((field) => table.key(parsePath(field)));
  // The id makes the order of an index total, so that a page is read from it without sorting.
  const columns = unique || fields.includes('id') ? keys : [...keys, 'id'];
  return `ON ${table.sqlName} (${columns.join(', ')})${condition(table, where)}`;
}

function condition(table: Table, where: Filter | undefined): string {
  if (where === undefined) return '';
  shapeOf(where);
  const parsed = parseFilter(where, () => true);
  return ` WHERE ${compileFilter(parsed, table).text}`;
}
