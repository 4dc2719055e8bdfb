import type { Operation } from '../../../mixins/store/store.types.ts';
import type { AccountState } from './account.ts';
import { ADMIN_ROLE, USER_ROLE } from './role.ts';

/**
 * Counters that are written in the same transaction as the events, so that what must hold over several accounts also holds
 * when calls race: at least one active admin, and no role removed while someone holds it.
 */
export const GUARDS = 'guards';

/** Counts the active accounts with the role admin. */
export const ADMINS_GUARD = 'admins';

/** Counts the accounts, deleted ones too, that hold a role which can be removed. */
export function holdersGuard(role: string): string {
  return `role:${role}`;
}

export function isActiveAdmin(account: AccountState | null): boolean {
  return account?.status === 'active' && account.roles.includes(ADMIN_ROLE);
}

/** What a change of one account does to the counters. A batch with it fails when a counter says that it may not be. */
export function guardOperations(before: AccountState | null, after: AccountState | null): Operation[] {
  const operations: Operation[] = [];
  const [was, is] = [isActiveAdmin(before), isActiveAdmin(after)];
  if (is && !was) operations.push({ upsert: GUARDS, id: ADMINS_GUARD, changes: { $inc: { count: 1 } } });
  if (was && !is) operations.push(decrement(ADMINS_GUARD, 1));
  const [held, holds] = [removableRoles(before), removableRoles(after)];
  for (const role of holds) {
    if (held.includes(role)) continue;
    operations.push({ update: GUARDS, query: { id: holdersGuard(role) }, changes: { $inc: { count: 1 } } });
  }
  for (const role of held) if (!holds.includes(role)) operations.push(decrement(holdersGuard(role), 0));
  return operations;
}

/** Built-in roles stay, so that nobody has to count who holds them: registering touches no shared counter. */
function removableRoles(account: AccountState | null): string[] {
  return (account?.roles ?? []).filter((role) => role !== ADMIN_ROLE && role !== USER_ROLE);
}

function decrement(id: string, least: number): Operation {
  return { update: GUARDS, query: { id, count: { $gt: least } }, changes: { $inc: { count: -1 } } };
}
