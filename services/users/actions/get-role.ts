import { commonErrors } from '../../../lib/errors.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import { rolesContract } from '../roles.contract.ts';
import type { UsersService } from '../users-service.ts';

export const getRole = defineAction(rolesContract.get, async function (this: UsersService, ctx) {
  const role = await this.users.role(ctx.params.id);
  if (role === null) throw commonErrors.notFound();
  return role;
});
