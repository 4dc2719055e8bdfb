import { useQuery } from '@tanstack/react-query';
import type { consoleContract } from '../../../../services/console/console.contract.ts';
import { call } from '../../lib/api.ts';
import { refetchInterval, registryRoutes } from './registry-routes.ts';

type Contract = typeof consoleContract.registry.actions;

export function useActions() {
  return useQuery({
    queryKey: ['registry', 'actions'],
    queryFn: async ({ signal }) => (await call<Contract>(registryRoutes.actions, {}, { signal })).data,
    refetchInterval,
  });
}
