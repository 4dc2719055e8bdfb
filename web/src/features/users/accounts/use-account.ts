import { useQuery } from '@tanstack/react-query';
import type { usersContract } from '../../../../../services/users/users.contract.ts';
import { call } from '../../../lib/api.ts';
import type { Account } from './account.ts';
import { accountKeys } from './account-keys.ts';

export const accountRoute = 'GET /api/v1/users/:id';

export function fetchAccount(id: string, signal?: AbortSignal): Promise<Account> {
  return call<typeof usersContract.accounts.get>(accountRoute, { id }, { signal });
}

export function useAccount(id: string) {
  return useQuery({
    queryKey: accountKeys.one(id),
    queryFn: ({ signal }) => fetchAccount(id, signal),
  });
}
