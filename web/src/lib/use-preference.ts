import { useMutation, useQuery } from '@tanstack/react-query';
import type { Account, usersContract } from '../../../services/users/users.contract.ts';
import { call } from './api.ts';
import { queryClient } from './query-client.ts';
import { useMe } from './session/use-session.ts';

type Preferences = Account['preferences'];

/**
 * One setting of this person's admin page, kept with the account so that it is there on every device. Read again before it
 * is written: the other settings may have been changed elsewhere.
 */
export function usePreference<T>(name: string, fallback: T): [value: T, save: (value: T) => void] {
  const { id } = useMe();
  const queryKey = ['preferences', id];
  const read = async (signal?: AbortSignal): Promise<Preferences> =>
    (await call<typeof usersContract.accounts.get>('GET /api/v1/users/:id', { id }, { signal })).preferences;
  const query = useQuery({ queryKey, queryFn: ({ signal }) => read(signal), staleTime: 60_000 });
  const { mutate } = useMutation({
    mutationFn: async (value: T) => {
      const preferences = { ...(await read()), [name]: value };
      await call<typeof usersContract.accounts.update>('PATCH /api/v1/users/:id', { id, preferences });
    },
    onMutate: (value) => {
      queryClient.setQueryData<Preferences>(queryKey, (current) => ({ ...current, [name]: value }));
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  });
  return [(query.data?.[name] as T | undefined) ?? fallback, mutate];
}
