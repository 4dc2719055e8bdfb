import { defineAction } from '../../../mixins/define-action.ts';
import { isLostRace } from '../../../mixins/event-store/change-in-turn.ts';
import { originOf } from '../../../mixins/event-store/origin.ts';
import { callerOf, requireHandling } from '../access.ts';
import { holdersGuard } from '../domain/guards.ts';
import { type RoleState, roleAggregate } from '../domain/role.ts';
import { requireKnownPermissions } from '../roles/known-permissions.ts';
import { announceRoles } from '../roles/role-cache.ts';
import { rolesContract } from '../roles.contract.ts';
import { usersErrors } from '../users.errors.ts';
import { writes } from '../users.store.ts';
import type { UsersService } from '../users-service.ts';

export const createRole = defineAction(rolesContract.create, async function (this: UsersService, ctx) {
  const { name: id, description = '', permissions } = ctx.params;
  requireKnownPermissions(this.broker, permissions);
  requireHandling(callerOf(ctx), permissions);
  if ((await this.users.role(id)) !== null) throw usersErrors.roleExists();
  const data = { description, permissions, builtIn: false };
  try {
    const role = await this.events.append(roleAggregate, id, [{ type: 'role.created', data }], originOf(ctx), {
      expectedVersion: await lastVersionOf(this, id),
      alongside: [writes.addGuard(holdersGuard(id))],
    });
    announceRoles(this);
    ctx.meta.$location = `/api/v1/roles/${id}`;
    return role as RoleState;
  } catch (error) {
    throw isLostRace(error) ? usersErrors.roleExists({ cause: error }) : error;
  }
});

/** A role that was removed can be made again; its history goes on. */
async function lastVersionOf(service: UsersService, id: string): Promise<number> {
  const { data } = await service.events.history(roleAggregate, id, { limit: 1 });
  return data[0]?.version ?? 0;
}
