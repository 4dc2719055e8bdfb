import { systemPrincipal } from '../../../lib/principal.ts';
import { isLostRace } from '../../../mixins/event-store/change-in-turn.ts';
import { builtInRoles, roleAggregate } from '../domain/role.ts';
import type { UsersService } from '../users-service.ts';

/** Makes the roles that exist from the start. Of processes that start together one does. */
export async function ensureBuiltInRoles(service: UsersService): Promise<void> {
  for (const { id, ...role } of builtInRoles) {
    if ((await service.users.role(id)) !== null) continue;
    const event = { type: 'role.created', data: { ...role, builtIn: true } } as const;
    try {
      await service.events.append(roleAggregate, id, [event], { actor: systemPrincipal.id }, { expectedVersion: 0 });
    } catch (error) {
      if (!isLostRace(error)) throw error;
    }
  }
}
