import { parsePath } from '../field-path.ts';
import { keyAt, keyOfElement } from './order-key.ts';
import { jsonPath, quoteName } from './sql.ts';
import type { Table } from './table.ts';

/** The table with the elements of a list field: one row for each element of each document, kept by triggers. */
export function elementsTable(table: Table, path: readonly string[]): string {
  return quoteName(elementsName(table, path));
}

export function elementsName(table: Table, path: readonly string[]): string {
  return `${table.name}/${path.join('.')}`;
}

/** Makes the table, fills it from the documents that are there, and keeps it with what is written from then on. */
export function createElements(table: Table, field: string): string {
  const path = parsePath(field);
  const name = elementsTable(table, path);
  const insert = (rows: string) =>
    `INSERT OR IGNORE INTO ${name} (value, id) SELECT key, id FROM (${rows}) WHERE key IS NOT NULL`;
  const add = insert(keysIn('new', path));
  const drop = `DELETE FROM ${name} WHERE id = old.id AND value IN (SELECT key FROM (${keysIn('old', path)}))`;
  const changed = `(old.doc->${jsonPath(path)}) IS NOT (new.doc->${jsonPath(path)})`;
  const trigger = (when: string, condition: string, body: string) =>
    `CREATE TRIGGER ${triggerName(table, path, when)} AFTER ${when} ON ${table.sqlName} ${condition} BEGIN ${body}; END;`;
  return `
    CREATE TABLE ${name} (value ANY NOT NULL, id ANY NOT NULL, PRIMARY KEY (value, id)) STRICT, WITHOUT ROWID;
    ${insert(keysIn('documents', path, table))};
    ${trigger('INSERT', '', add)}
    ${trigger('UPDATE', `WHEN ${changed}`, `${drop}; ${add}`)}
    ${trigger('DELETE', '', drop)}`;
}

export function dropElements(table: Table, name: string): string {
  const path = name.slice(table.name.length + 1).split('.');
  const triggers = ['INSERT', 'UPDATE', 'DELETE'].map((when) => `DROP TRIGGER ${triggerName(table, path, when)};`);
  return `${triggers.join(' ')} DROP TABLE ${quoteName(name)}`;
}

function triggerName(table: Table, path: readonly string[], when: string): string {
  return quoteName(`${elementsName(table, path)} ${when}`);
}

/** Order keys and ids: of the elements of the list at a path, or of the one value. Of one row (in a trigger), or of a table's. */
function keysIn(row: string, path: readonly string[], table?: Table): string {
  const place = `${row}.doc,${jsonPath(path)}`;
  const rows = table === undefined ? [] : [`${table.sqlName} AS ${row}`];
  const elements = [...rows, `json_each(${place}) AS element`].join(', ');
  const from = rows.length === 0 ? '' : `FROM ${rows.join()}`;
  return (
    `SELECT ${keyOfElement('element')} AS key, ${row}.id AS id FROM ${elements} WHERE json_type(${place}) = 'array' ` +
    `UNION ALL SELECT ${keyAt(`${row}.doc`, path)}, ${row}.id ${from} WHERE json_type(${place}) IS NOT 'array'`
  );
}
