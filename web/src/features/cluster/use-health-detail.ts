import { useQuery } from '@tanstack/react-query';
import type { consoleContract } from '../../../../services/console/console.contract.ts';
import { call } from '../../lib/api.ts';

export function useHealthDetail() {
  return useQuery({
    queryKey: ['health', 'detail'],
    queryFn: ({ signal }) => call<typeof consoleContract.health.detail>('GET /api/v1/health', {}, { signal }),
  });
}
