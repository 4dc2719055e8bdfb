import { commonErrors, Problem } from '../../../lib/errors.ts';
import { storeErrors } from '../store.errors.ts';

/** What SQLite says went wrong: https://www.sqlite.org/rescode.html. The low byte of an extended code is its primary one. */
interface SqliteError extends Error {
  code: string;
  errcode: number;
}

const BUSY = 5;
const LOCKED = 6;
const FULL = 13;
const TOO_BIG = 18;
const CONSTRAINT = 19;

const constraintCodes = { primaryKey: 1555, unique: 2067 };

/** PERM, BUSY, LOCKED, NOMEM, READONLY, INTERRUPT, IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, NOLFS, NOTADB: not the caller's doing. */
const unavailableCodes = new Set([3, 5, 6, 7, 8, 9, 10, 11, 14, 15, 22, 26]);

export function isSqliteError(error: unknown): error is SqliteError {
  return (error as SqliteError | null)?.code === 'ERR_SQLITE_ERROR';
}

export function primaryCode(error: SqliteError): number {
  return error.errcode & 0xff;
}

/** Another connection holds the database: worth another try. */
export function isBusy(error: unknown): boolean {
  return isSqliteError(error) && [BUSY, LOCKED].includes(primaryCode(error));
}

/** The name of the index, or the table's id column, that a write would have broken; null for another failure. */
export function duplicatedIndex(error: unknown): string | null {
  if (!isSqliteError(error)) return null;
  if (error.errcode === constraintCodes.primaryKey) return 'id';
  if (error.errcode !== constraintCodes.unique) return null;
  return /index '(.+)'/.exec(error.message)?.[1] ?? 'id';
}

/** The problem that a caller sees for a failure of the database. What is not a failure of the database stays what it is. */
export function toProblem(error: unknown): unknown {
  if (error instanceof Problem) return error;
  if ((error as { code?: unknown } | null)?.code === 'ERR_INVALID_STATE') {
    return commonErrors.unavailable({ cause: error, retryAfter: 1 });
  }
  if (!isSqliteError(error)) return error;
  const code = primaryCode(error);
  if (code === FULL) return commonErrors.storageFull({ cause: error });
  if (code === TOO_BIG) return storeErrors.invalidDocument({ detail: 'The document is too large.', cause: error });
  if (code === CONSTRAINT) return storeErrors.duplicate({ cause: error });
  if (unavailableCodes.has(code)) return commonErrors.unavailable({ cause: error, retryAfter: 1 });
  return commonErrors.internal({ cause: error });
}
