import type { Context } from 'moleculer';
import type { Meta } from '../../lib/contract.ts';
import { commonErrors, type Problem } from '../../lib/errors.ts';
import type { Principal } from '../../lib/principal.ts';
import type { AccountState } from './domain/account.ts';
import type { RoleState } from './domain/role.ts';
import { usersErrors } from './users.errors.ts';
import { canHandle, canSeeAccount, isSelf } from './users.permissions.ts';
import type { UsersService } from './users-service.ts';

/** Who calls. The authorization middleware has refused already who is nobody; this keeps it so without it. */
export function callerOf(ctx: Context<unknown, Meta>): Principal {
  if (!ctx.meta.user) throw commonErrors.unauthenticated();
  return ctx.meta.user;
}

/**
 * What the roles permit together, as it is stored now.
 * @throws users.unknownRole (422) for a role that does not exist.
 */
export async function requirePermissionsOf(
  service: UsersService,
  roleIds: readonly string[],
  field = 'roles',
): Promise<string[]> {
  const roles = await service.users.rolesByIds(roleIds);
  const unknown = roleIds.find((id) => !roles.some((role) => role.id === id));
  if (unknown !== undefined) {
    const fault = { field, code: 'unknown', message: `There is no role ${unknown}.` };
    throw usersErrors.unknownRole({ errors: [fault] });
  }
  return permissionsOf(roles);
}

/** @throws users.privilegeEscalation (403) when the account may do what the caller may not. */
export async function requireRightsOver(service: UsersService, user: Principal, account: AccountState): Promise<void> {
  if (isSelf(user, account.id)) return;
  const roles = await service.users.rolesByIds(account.roles);
  requireHandling(user, permissionsOf(roles));
}

/**
 * Roles that are given and roles that are taken away must not permit more than the caller may.
 * @throws users.unknownRole (422), users.privilegeEscalation (403).
 */
export async function requireRoleChange(
  service: UsersService,
  user: Principal,
  account: AccountState,
  roles: readonly string[],
): Promise<void> {
  const given = roles.filter((role) => !account.roles.includes(role));
  requireHandling(user, await requirePermissionsOf(service, given));
  const taken = account.roles.filter((role) => !roles.includes(role));
  requireHandling(user, permissionsOf(await service.users.rolesByIds(taken)));
}

/** The answer to a caller who may not do it: 404 where they may not even know of the account. */
export function refuse(user: Principal, accountId: string): Problem {
  return canSeeAccount(user, accountId) ? commonErrors.forbidden() : commonErrors.notFound();
}

/** @throws users.privilegeEscalation (403) when the caller does not hold all of these permissions. */
export function requireHandling(user: Principal, permissions: readonly string[]): void {
  if (!canHandle(user, permissions)) throw usersErrors.privilegeEscalation();
}

function permissionsOf(roles: readonly RoleState[]): string[] {
  return roles.flatMap((role) => role.permissions);
}
