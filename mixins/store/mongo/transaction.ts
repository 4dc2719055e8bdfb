import type { ClientSession } from 'mongodb';
import { isUnknownCommit } from './mongo-errors.ts';
import type { Unit } from './unit.ts';

const OPTIONS = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority', j: true },
  readPreference: 'primary',
} as const;

const COMMIT_ATTEMPTS = 3;

/** Runs work as one transaction; when it fails nothing of it has happened, and it may be transient. */
export async function inTransaction<R>(session: ClientSession, work: (unit: Unit) => Promise<R>): Promise<R> {
  try {
    session.startTransaction(OPTIONS);
    const result = await work({ session });
    await commit(session);
    return result;
  } catch (error) {
    // What cannot be aborted now (the server is away) ends with the session's next transaction, or without one as an orphan.
    if (session.inTransaction()) await session.abortTransaction().catch(() => {});
    throw error;
  }
}

/** A commit of which the answer was lost is asked for again: the server does it once. */
async function commit(session: ClientSession): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await session.commitTransaction();
      return;
    } catch (error) {
      if (!isUnknownCommit(error) || attempt === COMMIT_ATTEMPTS) throw error;
    }
  }
}
