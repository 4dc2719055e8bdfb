/** The registry changes when services come and go; the live status tells the rest. */
export const refetchInterval = 15_000;

export const registryRoutes = {
  nodes: 'GET /api/v1/registry/nodes',
  services: 'GET /api/v1/registry/services',
  actions: 'GET /api/v1/registry/actions',
  events: 'GET /api/v1/registry/events',
};
