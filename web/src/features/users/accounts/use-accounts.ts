import type { usersContract } from '../../../../../services/users/users.contract.ts';
import { call } from '../../../lib/api.ts';
import { type Pages, usePages } from '../../../lib/use-pages.ts';
import type { Account } from './account.ts';
import { accountKeys } from './account-keys.ts';
import { type ListParams, listRoute } from './list-request.ts';

export function useAccounts(params: ListParams): Pages<Account> {
  return usePages(accountKeys.list(params), (cursor, signal) =>
    // Counting is asked for once, with the first page.
    call<typeof usersContract.accounts.list>(
      listRoute,
      { ...params, ...(cursor === undefined ? { count: 'exact' as const } : { cursor }) },
      { signal },
    ),
  );
}
