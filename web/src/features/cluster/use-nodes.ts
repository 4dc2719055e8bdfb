import { useQuery } from '@tanstack/react-query';
import type { consoleContract } from '../../../../services/console/console.contract.ts';
import { call } from '../../lib/api.ts';
import { refetchInterval, registryRoutes } from './registry-routes.ts';

type Contract = typeof consoleContract.registry.nodes;

export function useNodes() {
  return useQuery({
    queryKey: ['registry', 'nodes'],
    queryFn: async ({ signal }) => (await call<Contract>(registryRoutes.nodes, {}, { signal })).data,
    refetchInterval,
  });
}
