import { useQuery } from '@tanstack/react-query';
import type { consoleContract } from '../../../../services/console/console.contract.ts';
import { call } from '../../lib/api.ts';
import { refetchInterval, registryRoutes } from './registry-routes.ts';

type Contract = typeof consoleContract.registry.events;

export function useEvents() {
  return useQuery({
    queryKey: ['registry', 'events'],
    queryFn: async ({ signal }) => (await call<Contract>(registryRoutes.events, {}, { signal })).data,
    refetchInterval,
  });
}
