import { useQuery } from '@tanstack/react-query';
import type { Account, usersContract } from '../../../../services/users/users.contract.ts';
import { call } from '../../lib/api.ts';

export function fetchOwnAccount(id: string, signal?: AbortSignal): Promise<Account> {
  return call<typeof usersContract.accounts.get>('GET /api/v1/users/:id', { id }, { signal });
}

export function useOwnAccount(id: string) {
  return useQuery({ queryKey: ['accounts', 'one', id], queryFn: ({ signal }) => fetchOwnAccount(id, signal) });
}
