import { isDeepStrictEqual } from 'node:util';
import { usersErrors } from '../users.errors.ts';
import type { AccountEvent, AccountState, Profile } from './account.ts';

/*
 * What an account answers to what is asked of it: the events of the change, none when it is so already. Pure, so that one
 * account and a hundred of them are changed by the same rules.
 */

export function disable(account: AccountState): AccountEvent[] {
  requireNotDeleted(account);
  return account.status === 'disabled' ? [] : [{ type: 'account.disabled', data: {} }];
}

export function enable(account: AccountState): AccountEvent[] {
  requireNotDeleted(account);
  return account.status === 'active' ? [] : [{ type: 'account.enabled', data: {} }];
}

export function remove(account: AccountState): AccountEvent[] {
  return account.status === 'deleted' ? [] : [{ type: 'account.deleted', data: {} }];
}

/** @throws users.restoreExpired (409) for an account that was deleted before `since`: it waits to be erased. */
export function restore(account: AccountState, since: string): AccountEvent[] {
  if (account.status !== 'deleted') return [];
  if ((account.deletedAt ?? '') < since) throw usersErrors.restoreExpired();
  return [{ type: 'account.restored', data: {} }];
}

export function setRoles(account: AccountState, roles: readonly string[]): AccountEvent[] {
  requireNotDeleted(account);
  const isSame = isDeepStrictEqual([...roles].sort(), [...account.roles].sort());
  return isSame ? [] : [{ type: 'account.rolesChanged', data: { roles: [...roles] } }];
}

export function setEmail(account: AccountState, email: string): AccountEvent[] {
  requireNotDeleted(account);
  return account.email === email ? [] : [{ type: 'account.emailChanged', data: { email } }];
}

/** Only what differs is recorded. */
export function setProfile(account: AccountState, profile: Partial<Profile>): AccountEvent[] {
  requireNotDeleted(account);
  const changed = Object.entries(profile).filter(
    ([field, value]) => !isDeepStrictEqual(value, account[field as keyof Profile]),
  );
  return changed.length === 0 ? [] : [{ type: 'account.profileChanged', data: Object.fromEntries(changed) }];
}

/** @throws users.accountDeleted (409) */
export function requireNotDeleted(account: AccountState): void {
  if (account.status === 'deleted') throw usersErrors.accountDeleted();
}
