import { isDeepStrictEqual } from 'node:util';
import { defineAction } from '../../../mixins/define-action.ts';
import { callerOf, requireHandling } from '../access.ts';
import type { RoleState } from '../domain/role.ts';
import { changeRole } from '../roles/change-role.ts';
import { requireKnownPermissions } from '../roles/known-permissions.ts';
import { rolesContract } from '../roles.contract.ts';
import type { UsersService } from '../users-service.ts';

export const updateRole = defineAction(rolesContract.update, async function (this: UsersService, ctx) {
  const { id, ...wanted } = ctx.params;
  const user = callerOf(ctx);
  const role = await changeRole(this, ctx, id, (current) => {
    const { description = current.description, permissions = current.permissions } = wanted;
    // What the role permits already stays possible while the service that declares it is away.
    const added = permissions.filter((permission) => !current.permissions.includes(permission));
    requireKnownPermissions(this.broker, added);
    requireHandling(user, [...current.permissions, ...added]);
    const data = { description, permissions };
    const isSame = isDeepStrictEqual(data, { description: current.description, permissions: current.permissions });
    return isSame ? {} : { event: { type: 'role.changed', data } };
  });
  return role as RoleState;
});
