import type { Context } from 'moleculer';
import type { Meta } from '../../../lib/contract.ts';
import { changeInTurn } from '../../../mixins/event-store/change-in-turn.ts';
import { originOf } from '../../../mixins/event-store/origin.ts';
import type { Operation } from '../../../mixins/store/store.types.ts';
import { type RoleEvent, type RoleState, roleAggregate } from '../domain/role.ts';
import { usersErrors } from '../users.errors.ts';
import type { UsersService } from '../users-service.ts';
import { announceRoles } from './role-cache.ts';

interface RoleChange {
  /** Undefined when there is nothing to change. */
  event?: RoleEvent;
  alongside?: Operation[];
}

/**
 * Changes a role by what `decide` makes of its present state.
 * @returns null when it is removed by this change.
 * @throws common.notFound, common.versionConflict (412), users.roleBuiltIn and what `decide` throws.
 */
export async function changeRole(
  service: UsersService,
  ctx: Context<unknown, Meta>,
  id: string,
  decide: (role: RoleState) => RoleChange | Promise<RoleChange>,
): Promise<RoleState | null> {
  const changed = await changeInTurn<RoleState, RoleState | null>({
    key: `role:${id}`,
    read: () => service.users.role(id),
    ifMatch: ctx.meta.ifMatch,
    async write(role) {
      if (role.builtIn) throw usersErrors.roleBuiltIn();
      const { event, alongside } = await decide(role);
      if (event === undefined) return role;
      const options = { expectedVersion: role.version, alongside };
      return service.events.append(roleAggregate, id, [event], originOf(ctx), options);
    },
  });
  announceRoles(service);
  return changed;
}
