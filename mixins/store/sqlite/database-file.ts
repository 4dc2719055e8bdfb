import { chmodSync, closeSync, existsSync, linkSync, mkdirSync, openSync, readSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreOpenError } from '../store.errors.ts';

/** Marks our files (bytes 68 to 71 of a database): "s11" and the number of the layout of the tables in it. */
export const APPLICATION_ID = 0x73313100;
export const LAYOUT = 1;

const HEADER = 'SQLite format 3\0';

/** Makes sure that there is a database of ours to open, without ever writing over what cannot be read. @throws StoreOpenError */
export function prepareFile(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    if (existsSync(file)) checkHeader(file);
    else createFile(file);
    chmodSync(dirname(file), 0o700);
    chmodSync(file, 0o600);
  } catch (error) {
    throw error instanceof StoreOpenError ? error : unusable(file, error);
  }
}

/**
 * The new database is made aside and linked into place whole: a process that is killed leaves no half of one, and of two
 * processes one wins. An empty file at the place is therefore damage, not a beginning.
 */
function createFile(file: string): void {
  if (existsSync(`${file}-wal`)) {
    throw new StoreOpenError(
      `The database ${file} is gone, but its journal ${file}-wal is still there, so a new one is not begun: put the database back beside it, restore a backup, or move the journal away to start empty.`,
    );
  }
  const draft = `${file}.new-${process.pid}`;
  removeDatabase(draft);
  try {
    closeSync(openSync(draft, 'wx', 0o600));
    const database = new DatabaseSync(draft);
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA application_id = ${APPLICATION_ID | LAYOUT}`);
    database.close();
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    removeDatabase(draft);
  }
}

function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
}

function checkHeader(file: string): void {
  const header = Buffer.alloc(100);
  const descriptor = openSync(file, 'r+');
  try {
    const length = readSync(descriptor, header, 0, header.length, 0);
    if (length === header.length && header.toString('latin1', 0, 16) === HEADER) return;
  } finally {
    closeSync(descriptor);
  }
  throw damaged(file);
}

export function damaged(file: string, cause?: unknown): StoreOpenError {
  return new StoreOpenError(
    `The database ${file} is damaged or not a database. It was left as it is: move it away together with the files beside it and restore a backup (npm run restore).`,
    cause,
  );
}

/** For a file or folder that the system refuses. */
export function unusable(file: string, cause: unknown): StoreOpenError {
  const { code, message } = cause as NodeJS.ErrnoException;
  return new StoreOpenError(
    `The database ${file} cannot be opened for writing (${code === 'ERR_SQLITE_ERROR' ? message : (code ?? message)}). Nothing was changed: make the file and its folder writable for this user, or set DATA_DIR to a folder that is.`,
    cause,
  );
}
