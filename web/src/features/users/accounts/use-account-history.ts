import type { HistoryItem, usersContract } from '../../../../../services/users/users.contract.ts';
import { call } from '../../../lib/api.ts';
import { type Pages, usePages } from '../../../lib/use-pages.ts';
import { accountKeys } from './account-keys.ts';

export const accountHistoryRoute = 'GET /api/v1/users/:id/history';

export function useAccountHistory(id: string): Pages<HistoryItem> {
  return usePages(accountKeys.history(id), (cursor, signal) =>
    call<typeof usersContract.accounts.history>(accountHistoryRoute, { id, limit: 20, cursor }, { signal }),
  );
}
