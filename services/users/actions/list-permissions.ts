import { defineAction } from '../../../mixins/define-action.ts';
import { knownPermissions } from '../roles/known-permissions.ts';
import { rolesContract } from '../roles.contract.ts';
import type { UsersService } from '../users-service.ts';

export const listPermissions = defineAction(rolesContract.permissions, function (this: UsersService) {
  return { data: knownPermissions(this.broker), meta: { nextCursor: null } };
});
