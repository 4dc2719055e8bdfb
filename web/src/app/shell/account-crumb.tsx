import { useQuery } from '@tanstack/react-query';
import type { Account } from '../../../../services/users/users.contract.ts';

/** The name of the account that the page below has loaded. */
export function AccountCrumb({ id }: { id: string }) {
  const { data } = useQuery<Account>({ queryKey: ['accounts', 'one', id], enabled: false });
  return data?.name ?? '…';
}
