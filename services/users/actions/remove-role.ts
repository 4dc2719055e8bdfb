import { defineAction } from '../../../mixins/define-action.ts';
import { callerOf, requireHandling } from '../access.ts';
import { holdersGuard } from '../domain/guards.ts';
import { changeRole } from '../roles/change-role.ts';
import { rolesContract } from '../roles.contract.ts';
import { usersErrors } from '../users.errors.ts';
import { writes } from '../users.store.ts';
import type { UsersService } from '../users-service.ts';

export const removeRole = defineAction(rolesContract.remove, async function (this: UsersService, ctx) {
  const { id } = ctx.params;
  const user = callerOf(ctx);
  await changeRole(this, ctx, id, async (role) => {
    requireHandling(user, role.permissions);
    if ((await this.users.guardCount(holdersGuard(id))) > 0) throw usersErrors.roleHeld();
    return { event: { type: 'role.removed', data: {} }, alongside: [writes.removeGuard(holdersGuard(id))] };
  });
  return null;
});
