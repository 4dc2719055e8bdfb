import type { ServiceBroker } from 'moleculer';
import type { Permission } from '../roles.contract.ts';
import { usersErrors } from '../users.errors.ts';

/** What all running services declare in their metadata, in the order of their names. */
export function knownPermissions(broker: ServiceBroker): Permission[] {
  const services = broker.registry.getServiceList({ onlyAvailable: true, skipInternal: true });
  const found = new Map<string, Permission>();
  for (const { name: service, metadata } of services) {
    const declared = (metadata?.permissions ?? {}) as Record<string, string>;
    for (const [id, description] of Object.entries(declared)) found.set(id, { id, service, description });
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** @throws users.unknownPermission (422) for one that no running service declares: a typing error would grant nothing, silently. */
export function requireKnownPermissions(broker: ServiceBroker, permissions: readonly string[]): void {
  const known = knownPermissions(broker).map(({ id }) => id);
  const accepted = new Set(['*', ...known, ...known.map((id) => `${id.slice(0, id.indexOf(':'))}:*`)]);
  const unknown = permissions.filter((permission) => !accepted.has(permission));
  if (unknown.length === 0) return;
  const message = `There is no permission ${unknown.join(', ')}.`;
  throw usersErrors.unknownPermission({ errors: [{ field: 'permissions', code: 'unknown', message }] });
}
