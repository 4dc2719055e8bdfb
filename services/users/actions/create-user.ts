import { newId } from '../../../lib/ids.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import { originOf } from '../../../mixins/event-store/origin.ts';
import { callerOf, requireHandling, requirePermissionsOf } from '../access.ts';
import { makeAccount } from '../accounts/make-account.ts';
import { accountsContract } from '../accounts.contract.ts';
import { toAccount } from '../domain/account.ts';
import { USER_ROLE } from '../domain/role.ts';
import { usersErrors } from '../users.errors.ts';
import { canGiveRoles } from '../users.permissions.ts';
import type { UsersService } from '../users-service.ts';

export const createUser = defineAction(accountsContract.create, async function (this: UsersService, ctx) {
  const user = callerOf(ctx);
  const { roles = [USER_ROLE], ...input } = ctx.params;
  const isPlain = roles.every((role) => role === USER_ROLE);
  if (!isPlain && !canGiveRoles(user)) throw usersErrors.privilegeEscalation();
  requireHandling(user, await requirePermissionsOf(this, roles));
  const id = newId();
  const account = await makeAccount(this, id, originOf(ctx), { ...input, roles });
  ctx.meta.$location = `/api/v1/users/${id}`;
  return toAccount(account);
});
