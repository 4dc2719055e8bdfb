import type { RoleState } from '../domain/role.ts';
import type { UsersService } from '../users-service.ts';

/** A change of roles in another process is told by a broadcast, which can be lost: nothing is believed for longer. */
const MAX_AGE_MS = 1000;

/** All roles in memory, for the question that every session asks about once a second: what may this account do? */
export class RoleCache {
  readonly #load: () => Promise<RoleState[]>;
  #roles: Promise<Map<string, RoleState>> | undefined;
  #loadedAt = 0;

  constructor(load: () => Promise<RoleState[]>) {
    this.#load = load;
  }

  /** What the roles permit together; a role that does not exist permits nothing. */
  async permissionsOf(roleIds: readonly string[]): Promise<string[]> {
    const roles = await this.#current();
    return [...new Set(roleIds.flatMap((id) => roles.get(id)?.permissions ?? []))];
  }

  forget(): void {
    this.#roles = undefined;
  }

  #current(): Promise<Map<string, RoleState>> {
    const now = performance.now();
    if (this.#roles === undefined || now - this.#loadedAt > MAX_AGE_MS) {
      this.#loadedAt = now;
      const roles = this.#load().then((all) => new Map(all.map((role) => [role.id, role])));
      this.#roles = roles;
      roles.catch(() => this.forget());
    }
    return this.#roles;
  }
}

/** After every change of a role: in this process at once, in those that run the same service as soon as they hear of it. */
export function announceRoles(service: UsersService): void {
  service.roleCache.forget();
  service.broker.broadcast('users.roles.changed');
}
