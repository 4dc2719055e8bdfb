import { useQuery } from '@tanstack/react-query';
import type { Account, usersContract } from '../../../../services/users/users.contract.ts';
import { call } from '../../lib/api.ts';
import { useCan } from '../../lib/session/use-session.ts';

const shortest = 2;

/** The first accounts whose name or email address fits what is typed. */
export function useFoundAccounts(needle: string): Account[] {
  const enabled = useCan()('users:read') && needle.length >= shortest;
  const { data } = useQuery({
    queryKey: ['accounts', 'found', needle],
    queryFn: async ({ signal }) =>
      (await call<typeof usersContract.accounts.list>('GET /api/v1/users', { q: needle, limit: 5 }, { signal })).data,
    enabled,
  });
  return enabled ? (data ?? []) : [];
}
