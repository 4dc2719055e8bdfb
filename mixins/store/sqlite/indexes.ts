import { createHash } from 'node:crypto';
import { parsePath } from '../field-path.ts';
import { parseFilter } from '../filter-parser.ts';
import { shapeOf } from '../filter-shape.ts';
import type { Filter, IndexDefinition } from '../store.types.ts';
import { compileFilter } from './compile-filter.ts';
import { quoteName } from './sql.ts';
import type { Table } from './table.ts';

/** The name says what the index is, so that a changed definition is another index. */
export function indexName(table: Table, definition: IndexDefinition): string {
  const { fields, unique = false, where = null } = definition;
  const hash = createHash('sha256')
    .update(JSON.stringify([fields, unique, where]))
    .digest('hex')
    .slice(0, 12);
  return `${table.name}/${hash}`;
}

export function createIndex(table: Table, definition: IndexDefinition): string {
  const keys = definition.fields.map((field) => {
    const key = table.key(parsePath(field));
    return key.startsWith('CASE') ? `(${key})` : key;
  });
  // The id makes the order of an index total, so that a page is read from it without sorting.
  if (!definition.unique) keys.push('id');
  const kind = definition.unique ? 'UNIQUE INDEX' : 'INDEX';
  const name = quoteName(indexName(table, definition));
  return `CREATE ${kind} ${name} ON ${table.sqlName} (${keys.join(', ')})${condition(table, definition.where)}`;
}

function condition(table: Table, where: Filter | undefined): string {
  if (where === undefined) return '';
  shapeOf(where);
  return ` WHERE ${
    compileFilter(
      parseFilter(where, () => true),
      table,
    ).text
  }`;
}
