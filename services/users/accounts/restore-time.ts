import { env } from '../../../lib/env.ts';

/** Accounts that were deleted before this moment cannot be restored any more and are erased. */
export function restorableSince(): string {
  return new Date(Date.now() - env.RESTORE_DAYS * 86_400_000).toISOString();
}
