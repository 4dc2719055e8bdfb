import type { DatabaseSync } from 'node:sqlite';
import { StoreOpenError } from '../store.errors.ts';
import type { Connection } from './connection.ts';
import { createIndex, indexName } from './indexes.ts';
import { quoteName } from './sql.ts';
import { isSqliteError } from './sqlite-errors.ts';
import type { Table } from './table.ts';

/** Names that begin with "_" are the store's own. ANY keeps SQLite from turning one type into another. */
export function createTables(connection: Connection, tables: readonly Table[]): void {
  const { database } = connection;
  connection.transaction(() => {
    database.exec('CREATE TABLE IF NOT EXISTS _sequences (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT');
    database.exec(
      'CREATE TABLE IF NOT EXISTS _migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, at TEXT NOT NULL) STRICT',
    );
    database.exec('CREATE TABLE IF NOT EXISTS _health (id INTEGER PRIMARY KEY, at TEXT NOT NULL) STRICT');
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
    for (const table of tables) arrangeTableIndexes(connection.database, table);
  });
}

function arrangeTableIndexes(database: DatabaseSync, table: Table): void {
  const definitions = new Map(table.indexes.map((definition) => [indexName(table, definition), definition]));
  const present = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", {
      returnArrays: true,
    })
    .all(table.name) as unknown as [string][];
  for (const [name] of present) if (!definitions.has(name)) database.exec(`DROP INDEX ${quoteName(name)}`);
  const names = new Set(present.map(([name]) => name));
  for (const [name, definition] of definitions) {
    if (names.has(name)) continue;
    try {
      database.exec(createIndex(table, definition));
    } catch (error) {
      if (!isSqliteError(error) || !error.message.startsWith('UNIQUE')) throw error;
      throw new StoreOpenError(
        `The collection "${table.name}" cannot be made unique by ${definition.fields.join(' and ')}: it holds documents with the same values. Nothing was changed: start the version before, remove the doubles, and start again.`,
        error,
      );
    }
  }
}
