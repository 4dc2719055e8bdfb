import { useQuery } from '@tanstack/react-query';
import type { consoleContract } from '../../../../services/console/console.contract.ts';
import { call } from '../../lib/api.ts';

export const overviewRoute = 'GET /api/v1/overview';

export function useOverview() {
  return useQuery({
    queryKey: ['overview'],
    queryFn: ({ signal }) => call<typeof consoleContract.overview>(overviewRoute, {}, { signal }),
    refetchInterval: 30_000,
  });
}
