import { commonErrors, problemType } from '../../../lib/errors.ts';
import { systemPrincipal } from '../../../lib/principal.ts';
import type { UsersService } from '../users-service.ts';
import { eraseAccount } from './erase-account.ts';
import { restorableSince } from './restore-time.ts';

const HOUR = 3_600_000;
const BATCH = 100;

/** Erases the accounts that were deleted before this time. @returns how many. */
export async function purgeDeleted(service: UsersService, before: string): Promise<number> {
  let erased = 0;
  for (;;) {
    const due = await service.users.accountsDeletedBefore(before, BATCH);
    let progress = 0;
    for (const { id } of due) progress += (await purgeOne(service, id, before)) ? 1 : 0;
    erased += progress;
    // Without progress another process is at the same accounts; what it leaves is found by the next round.
    if (due.length < BATCH || progress === 0) return erased;
  }
}

/** Another process may have erased it, or an admin restored it, since it was found. */
async function purgeOne(service: UsersService, id: string, before: string): Promise<boolean> {
  try {
    return await eraseAccount(
      service,
      id,
      { by: { actor: systemPrincipal.id } },
      ({ status, deletedAt }) => status === 'deleted' && deletedAt !== null && deletedAt < before,
    );
  } catch (error) {
    if (problemType(error) === commonErrors.notFound.code) return false;
    throw error;
  }
}

/** Purges now and every hour. @returns what stops it. */
export function startPurging(service: UsersService): () => void {
  const purge = async () => {
    try {
      const erased = await purgeDeleted(service, restorableSince());
      if (erased > 0) service.logger.info({ erased }, 'Accounts were erased: the time to restore them was over.');
    } catch (error) {
      service.logger.error({ err: error }, 'Deleted accounts could not be erased; the next try is in an hour.');
    }
  };
  const timer = setInterval(purge, HOUR);
  timer.unref();
  void purge();
  return () => clearInterval(timer);
}
