import type { Service } from 'moleculer';
import type { EventStore } from '../../mixins/event-store/event-store.types.ts';
import type { Store } from '../../mixins/store/store.types.ts';
import type { RoleCache } from './roles/role-cache.ts';
import type { UsersStore } from './users.store.ts';

/** `this` in the actions of this service. */
export interface UsersService extends Service {
  store: Store;
  events: EventStore;
  users: UsersStore;
  roleCache: RoleCache;
  stopPurging?: () => void;
}
