import { useQuery } from '@tanstack/react-query';
import type { usersContract } from '../../../../services/users/users.contract.ts';
import { callPublic } from '../../lib/api.ts';

/** Whether the first admin has still to be made. */
export function useSetupStatus() {
  return useQuery({
    queryKey: ['setup'],
    queryFn: ({ signal }) => callPublic<typeof usersContract.setup.status>('GET /api/v1/setup', {}, { signal }),
  });
}
