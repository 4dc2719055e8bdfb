import type { Migration, Store } from '../store.types.ts';
import type { Connection } from './connection.ts';
import { pragma } from './open-database.ts';

/** Runs the migrations that this database has not seen, in order, each in a transaction of its own. */
export async function migrate(connection: Connection, store: Store, migrations: readonly Migration[]): Promise<void> {
  for (const migration of migrations) await migrateOnce(connection, store, migration);
}

async function migrateOnce({ database }: Connection, store: Store, migration: Migration): Promise<void> {
  if (pragma(database, 'user_version') >= migration.version) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have been first while this one waited for the lock.
    if (pragma(database, 'user_version') < migration.version) {
      await migration.up(store);
      database
        .prepare('INSERT INTO _migrations (version, name, at) VALUES (?, ?, ?)')
        .run(migration.version, migration.name, new Date().toISOString());
      database.exec(`PRAGMA user_version = ${migration.version}`);
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
