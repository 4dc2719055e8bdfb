import type { MongoError } from 'mongodb';
import { commonErrors, Problem } from '../../../lib/errors.ts';
import { storeErrors } from '../store.errors.ts';

/** Another writer was first: what was read is not there any more, and the work has to be done again. */
export class LostRace extends Error {}

const DUPLICATE_KEY = 11_000;
const WRITE_CONFLICT = 112;
const OUT_OF_DISK_SPACE = 14_031;
/** Atlas: over the space quota. */
const QUOTA_EXCEEDED = 8000;
const OBJECT_TOO_LARGE = [10_334, 17_280, 17_419];
/** Unauthorized, AuthenticationFailed. */
const REFUSED = [13, 18];

/** By name, not by class: the driver is loaded only where it is used. */
function isMongoError(error: unknown): error is MongoError {
  return error instanceof Error && error.name.startsWith('Mongo');
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | null)?.code;
}

/** What failed is worth another try from the beginning: nothing of it has happened. */
export function isTransient(error: unknown): boolean {
  if (error instanceof LostRace) return true;
  // That nobody answers was waited for already.
  if (!isMongoError(error) || error.name === 'MongoServerSelectionError') return false;
  return codeOf(error) === WRITE_CONFLICT || error.hasErrorLabel('TransientTransactionError');
}

/** Whether a commit happened is not known; asking again is safe. */
export function isUnknownCommit(error: unknown): boolean {
  return isMongoError(error) && error.hasErrorLabel('UnknownTransactionCommitResult');
}

export function isDuplicateKey(error: unknown): boolean {
  return isMongoError(error) && codeOf(error) === DUPLICATE_KEY;
}

/** MongoDB says which value is a duplicate: that is personal, and a cause goes to the log. */
export function withoutValues(error: unknown): Error {
  return new Error(`A write would have broken the index ${duplicatedIndex(error)}.`);
}

/** The name of the index that a write would have broken. */
export function duplicatedIndex(error: unknown): string | null {
  if (!isDuplicateKey(error)) return null;
  return / index: (\S+) dup key/.exec((error as Error).message)?.[1] ?? '_id_';
}

/** The server is there and does not let this process in: waiting does not help. */
export function isRefused(error: unknown): boolean {
  return isMongoError(error) && REFUSED.includes(codeOf(error) as number);
}

/** The problem that a caller sees for a failure of the database. What is not a failure of the database stays what it is. */
export function toProblem(error: unknown): unknown {
  if (error instanceof Problem) return error;
  if (error instanceof LostRace) return commonErrors.unavailable({ cause: error, retryAfter: 1 });
  if (!isMongoError(error)) return error;
  const code = codeOf(error);
  if (code === DUPLICATE_KEY) return storeErrors.duplicate({ cause: withoutValues(error) });
  if (code === OUT_OF_DISK_SPACE || code === QUOTA_EXCEEDED) return commonErrors.storageFull({ cause: error });
  if (OBJECT_TOO_LARGE.includes(code as number)) {
    return storeErrors.invalidDocument({ detail: 'The document is too large.', cause: error });
  }
  // It may have happened: not a mere "come back later", after which the same would be done twice.
  if (isUnknownCommit(error) || error.name.startsWith('MongoNetwork'))
    return commonErrors.outcomeUnknown({ cause: error, retryAfter: 1 });
  return isAway(error)
    ? commonErrors.unavailable({ cause: error, retryAfter: 1 })
    : commonErrors.internal({ cause: error });
}

/** Not the caller's doing: it is not reachable, elects, stops, is too slow, or does not let us in. */
function isAway(error: MongoError): boolean {
  if (error.name !== 'MongoServerError' && error.name !== 'MongoBulkWriteError') return true;
  if (isTransient(error) || isRefused(error)) return true;
  return error.hasErrorLabel('RetryableWriteError') || AWAY.has(codeOf(error) as number);
}

/**
 * HostUnreachable, HostNotFound, MaxTimeMSExpired, NetworkTimeout, ShutdownInProgress, WriteConcernFailed, PrimarySteppedDown, NotWritablePrimary,
 * InterruptedAtShutdown, Interrupted, InterruptedDueToReplStateChange, NotPrimaryNoSecondaryOk, NotPrimaryOrSecondary,
 * NoSuchTransaction: https://www.mongodb.com/docs/manual/reference/error-codes/
 */
const AWAY = new Set([6, 7, 50, 89, 91, 64, 189, 10_107, 11_600, 11_601, 11_602, 13_435, 13_436, 251]);
