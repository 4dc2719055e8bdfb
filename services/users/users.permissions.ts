import { grants, grantsAll, type Principal } from '../../lib/principal.ts';
import type { BulkOperation } from './accounts.contract.ts';

/** What the owner of an account may change without any permission. */
const OWN_FIELDS = ['name', 'avatar', 'locale', 'timeZone', 'preferences'];

export function isSelf(user: Principal, accountId: string): boolean {
  return user.id === accountId;
}

export function canSeeAccount(user: Principal, accountId: string): boolean {
  return isSelf(user, accountId) || grants(user.permissions, 'users:read');
}

/** Addresses tell where people are: those of others are for who manages accounts. */
export function canSeeAddressOf(user: Principal, actorId: string): boolean {
  return isSelf(user, actorId) || grants(user.permissions, 'users:read');
}

export function canChangeFields(user: Principal, accountId: string, fields: readonly string[]): boolean {
  if (fields.includes('roles') && !canGiveRoles(user)) return false;
  if (grants(user.permissions, 'users:write')) return true;
  return isSelf(user, accountId) && fields.every((field) => OWN_FIELDS.includes(field));
}

export function canGiveRoles(user: Principal): boolean {
  return grants(user.permissions, 'users:roles');
}

export function canDeleteAccount(user: Principal, accountId: string): boolean {
  return isSelf(user, accountId) || grants(user.permissions, 'users:delete');
}

export function canSetPassword(user: Principal, accountId: string): boolean {
  return isSelf(user, accountId) || grants(user.permissions, 'users:write');
}

/**
 * Nobody hands out, takes away or takes over more than they hold: who could change the password of an admin would be one.
 * @param permissions what is handed out, or what the account or role in question holds.
 */
export function canHandle(user: Principal, permissions: readonly string[]): boolean {
  return grantsAll(user.permissions, permissions);
}

/** The permission that an operation needs beyond users:write, which all of them need. */
const BULK_PERMISSIONS: Partial<Record<BulkOperation, string>> = {
  delete: 'users:delete',
  restore: 'users:delete',
  addRole: 'users:roles',
  removeRole: 'users:roles',
};

export function bulkPermission(operation: BulkOperation): string {
  return BULK_PERMISSIONS[operation] ?? 'users:write';
}

export function canBulk(user: Principal, operation: BulkOperation): boolean {
  return grants(user.permissions, bulkPermission(operation));
}
