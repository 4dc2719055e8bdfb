import { answerList, toPageRequest } from '../../../lib/list-query.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import { roleListOptions, rolesContract } from '../roles.contract.ts';
import type { UsersService } from '../users-service.ts';

export const listRoles = defineAction(rolesContract.list, async function (this: UsersService, ctx) {
  return answerList(this.users.rolePages, toPageRequest(ctx.params, roleListOptions), ctx.params, (role) => role);
});
