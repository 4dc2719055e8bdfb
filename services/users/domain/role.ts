import type { Aggregate } from '../../../mixins/event-store/event-store.types.ts';
import type { Role } from '../roles.contract.ts';

/** The role that holds every permission. One active account at least has it. */
export const ADMIN_ROLE = 'admin';
/** The role of everybody who registers. */
export const USER_ROLE = 'user';

export type RoleState = Role;

export type RoleEvent =
  | { type: 'role.created'; data: Pick<Role, 'description' | 'permissions' | 'builtIn'> }
  | { type: 'role.changed'; data: Partial<Pick<Role, 'description' | 'permissions'>> }
  | { type: 'role.removed'; data: Record<never, never> };

export const roleAggregate: Aggregate<RoleState, RoleEvent> = {
  name: 'role',
  collection: 'roles',
  apply(state, recorded) {
    const event = recorded as RoleEvent;
    const { stream, version, at } = recorded;
    if (event.type === 'role.removed') return null;
    if (event.type === 'role.created') return { ...event.data, id: stream, createdAt: at, updatedAt: at, version };
    return state && { ...state, ...event.data, updatedAt: at };
  },
};

export const builtInRoles: readonly { id: string; description: string; permissions: string[] }[] = [
  { id: ADMIN_ROLE, description: 'May do everything', permissions: ['*'] },
  { id: USER_ROLE, description: 'May use their own account', permissions: [] },
];
