import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { env } from '../../../lib/env.ts';
import { openRefusals } from '../open-refusals.ts';
import { StoreOpenError } from '../store.errors.ts';
import { APPLICATION_ID, damaged, LAYOUT, prepareFile, unusable } from './database-file.ts';
import { addFunctions } from './functions.ts';
import { isBusy, isSqliteError, primaryCode } from './sqlite-errors.ts';

/** While a start waits for another process nothing else waits for this one. */
const START_PATIENCE = 5000;
/** Databases up to this size are read through at the start, which takes well under a second. */
const CHECKED_BYTES = 32 * 1024 * 1024;

const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/**
 * Opens a service's database file for reading and writing, made new if there is none.
 * @param newestMigration number of the last migration that this version of the service knows
 * @throws StoreOpenError
 */
export function openDatabase(file: string, newestMigration: number): DatabaseSync {
  prepareFile(file);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: START_PATIENCE });
    // Before anything that could write: what is not ours stays as it is.
    checkOrigin(database, file, newestMigration);
    checkPages(database, file);
    setUp(database);
    checkWritable(database);
    addFunctions(database);
    return database;
  } catch (error) {
    database?.close();
    throw openFailure(file, error);
  }
}

function setUp(database: DatabaseSync): void {
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = ${env.STORE_SYNC === 'full' ? 'FULL' : 'NORMAL'};
    PRAGMA journal_size_limit = 67108864;
    PRAGMA cache_size = -8000;
    PRAGMA wal_autocheckpoint = 16000;
    PRAGMA secure_delete = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA temp_store = MEMORY;
  `);
}

function checkOrigin(database: DatabaseSync, file: string, newestMigration: number): void {
  const id = pragma(database, 'application_id');
  if (id !== (APPLICATION_ID | LAYOUT)) {
    const newer = id > (APPLICATION_ID | LAYOUT) && id <= (APPLICATION_ID | 0xff);
    if (newer) throw openRefusals.newerVersion(file, `layout ${id & 0xff}`, `layout ${LAYOUT}`);
    throw new StoreOpenError(
      `The file ${file} is an SQLite database, but of another program. It was left as it is: move it away, or set DATA_DIR to another folder.`,
    );
  }
  const version = pragma(database, 'user_version');
  if (version > newestMigration)
    throw openRefusals.newerVersion(file, `schema ${version}`, `schema ${newestMigration}`);
}

function checkPages(database: DatabaseSync, file: string): void {
  if (statSync(file).size > CHECKED_BYTES) return;
  const [result] = database.prepare('PRAGMA quick_check(1)', { returnArrays: true }).get() as unknown as [string];
  if (result !== 'ok') throw damaged(file, new Error(result));
}

/** A lock for writing shows what a mere opening does not: a read-only file or folder, or a process that keeps others out. */
function checkWritable(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE; ROLLBACK');
}

/** What stops the start, in words for the operator; what is not the database's doing (a migration that failed) stays as it is. */
export function openFailure(file: string, error: unknown): unknown {
  if (error instanceof StoreOpenError || !isSqliteError(error)) return error;
  if ([CORRUPT, NOT_A_DATABASE].includes(primaryCode(error))) return damaged(file, error);
  if (!isBusy(error)) return unusable(file, error);
  return new StoreOpenError(
    `The database ${file} is locked by another process, for longer than ${START_PATIENCE / 1000} seconds. Nothing was changed: find the process that holds it (another copy of the platform, a database tool, a backup) and stop it, then start again.`,
    error,
  );
}

export function pragma(database: DatabaseSync, name: string): number {
  const [value] = database.prepare(`PRAGMA ${name}`, { returnArrays: true }).get() as unknown as [number];
  return value;
}
