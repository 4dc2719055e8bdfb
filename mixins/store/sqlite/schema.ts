import type { DatabaseSync } from 'node:sqlite';
import { parsePath } from '../field-path.ts';
import { openRefusals } from '../open-refusals.ts';
import type { IndexDefinition } from '../store.types.ts';
import type { Connection } from './connection.ts';
import { createElements, dropElements, elementsName } from './elements.ts';
import { createIndex, indexName } from './indexes.ts';
import { jsonPath, quoteName } from './sql.ts';
import { duplicatedIndex } from './sqlite-errors.ts';
import type { Table } from './table.ts';

/** Names that begin with "_" are the store's own. ANY keeps SQLite from turning one type into another. */
export function createTables(connection: Connection, tables: readonly Table[]): void {
  const { database } = connection;
  connection.transaction(() => {
    database.exec('CREATE TABLE IF NOT EXISTS _sequences (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT');
    database.exec(
      'CREATE TABLE IF NOT EXISTS _migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, at TEXT NOT NULL) STRICT',
    );
    database.exec(
      'CREATE TABLE IF NOT EXISTS _health (id INTEGER PRIMARY KEY, at TEXT NOT NULL, room BLOB NOT NULL) STRICT',
    );
    for (const table of tables) {
      database.exec(
        `CREATE TABLE IF NOT EXISTS ${table.sqlName} (id ANY PRIMARY KEY NOT NULL, version ANY NOT NULL, doc ANY NOT NULL) STRICT`,
      );
    }
  });
}

/** Makes the indexes that are declared and drops those that no longer are. @throws StoreOpenError */
export function arrangeIndexes(connection: Connection, tables: readonly Table[]): void {
  connection.transaction(() => {
    for (const table of tables) {
      arrangeTableIndexes(connection.database, table);
      arrangeElements(connection.database, table);
    }
  });
}

function arrangeTableIndexes(database: DatabaseSync, table: Table): void {
  const definitions = new Map(table.indexes.map((definition) => [indexName(table, definition), definition]));
  const present = namesOf(database, "type = 'index' AND sql IS NOT NULL AND tbl_name = ?", table.name);
  for (const name of present) if (!definitions.has(name)) database.exec(`DROP INDEX ${quoteName(name)}`);
  for (const [name, definition] of definitions) {
    if (!present.includes(name)) createTableIndex(database, table, definition);
  }
}

function createTableIndex(database: DatabaseSync, table: Table, definition: IndexDefinition): void {
  refuseLists(database, table, definition.fields);
  try {
    database.exec(createIndex(table, definition));
  } catch (error) {
    if (duplicatedIndex(error) === null) throw error;
    throw openRefusals.doubles(table.name, definition.fields, error);
  }
}

/** From now on the index is believed to find all that match: a document with a list, from before, it would not find. */
function refuseLists(database: DatabaseSync, table: Table, fields: readonly string[]): void {
  for (const field of fields) {
    const path = parsePath(field);
    const places = path.map((_, i) => `json_type(doc, ${jsonPath(path.slice(0, i + 1))}) = 'array'`);
    const found = database.prepare(`SELECT id FROM ${table.sqlName} WHERE ${places.join(' OR ')} LIMIT 1`).get();
    if (found === undefined) continue;
    throw openRefusals.lists(table.name, field);
  }
}

function arrangeElements(database: DatabaseSync, table: Table): void {
  const wanted = new Map(table.elementFields.map((field) => [elementsName(table, parsePath(field)), field]));
  const present = namesOf(database, "type = 'table' AND instr(name, ? || '/') = 1", table.name);
  for (const name of present) if (!wanted.has(name)) database.exec(dropElements(table, name));
  for (const [name, field] of wanted) if (!present.includes(name)) database.exec(createElements(table, field));
}

function namesOf(database: DatabaseSync, condition: string, tableName: string): string[] {
  const statement = database.prepare(`SELECT name FROM sqlite_schema WHERE ${condition}`, { returnArrays: true });
  return (statement.all(tableName) as unknown as [string][]).map(([name]) => name);
}
