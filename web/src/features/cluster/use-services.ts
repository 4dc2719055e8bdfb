import { useQuery } from '@tanstack/react-query';
import type { consoleContract } from '../../../../services/console/console.contract.ts';
import { call } from '../../lib/api.ts';
import { refetchInterval, registryRoutes } from './registry-routes.ts';

type Contract = typeof consoleContract.registry.services;

export function useServices() {
  return useQuery({
    queryKey: ['registry', 'services'],
    queryFn: async ({ signal }) => (await call<Contract>(registryRoutes.services, {}, { signal })).data,
    refetchInterval,
  });
}
