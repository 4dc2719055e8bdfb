import { accountsContract } from './accounts.contract.ts';
import { identityContract } from './identity.contract.ts';
import { rolesContract } from './roles.contract.ts';
import { setupContract } from './setup.contract.ts';

export type { Account } from './account.schema.ts';
export type { BulkOperation, BulkResult } from './accounts.contract.ts';
export type { AccountEvent } from './domain/account.ts';
export type { RoleEvent } from './domain/role.ts';
export type { HistoryItem } from './history.contract.ts';
export type { Identity } from './identity.contract.ts';
export type { Permission, Role } from './roles.contract.ts';

/** The public door of the users service: what others may call, with what, and what they get. */
export const usersContract = {
  accounts: accountsContract,
  roles: rolesContract,
  setup: setupContract,
  identity: identityContract,
};

/** Permissions of this service, as its metadata declares them to the platform. */
export const usersPermissions = {
  'users:read': 'See accounts, roles and their history',
  'users:write': 'Make, change, disable and enable accounts and set their passwords',
  'users:delete': 'Delete, restore and erase accounts',
  'users:roles': 'Give roles to accounts and take them away',
  'roles:write': 'Make, change and remove roles',
};
