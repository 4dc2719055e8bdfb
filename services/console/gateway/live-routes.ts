import type { ServiceBroker } from 'moleculer';
import type { RouteSource } from './router.ts';

/** A route as moleculer-web found it in the registry. */
export interface Alias {
  method: string;
  fullPath: string;
  action: string;
}

/** The routes of each service that runs now, on whatever node. */
export function liveRoutes(broker: ServiceBroker, aliases: readonly Alias[]): Map<string, RouteSource[]> {
  const services = broker.registry.getServiceList({ skipInternal: true, grouping: true });
  const live = new Map<string, RouteSource[]>(services.map(({ fullName }) => [fullName, []]));
  for (const { method, fullPath, action: name } of aliases) {
    const endpoint = broker.registry.getActionEndpoints(name)?.endpoints[0];
    const action = endpoint?.action as RouteSource['action'] | undefined;
    // Actions without a contract are not routed: nobody said who may call them.
    if (action?.contract === undefined) continue;
    live.get(endpoint?.service.fullName ?? '')?.push({ method, path: fullPath, action });
  }
  return live;
}
