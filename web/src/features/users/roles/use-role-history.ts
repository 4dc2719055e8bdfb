import type { HistoryItem, usersContract } from '../../../../../services/users/users.contract.ts';
import { call } from '../../../lib/api.ts';
import { type Pages, usePages } from '../../../lib/use-pages.ts';
import { roleKeys } from './role-keys.ts';

export function useRoleHistory(id: string): Pages<HistoryItem> {
  return usePages(roleKeys.history(id), (cursor, signal) =>
    call<typeof usersContract.roles.history>('GET /api/v1/roles/:id/history', { id, limit: 20, cursor }, { signal }),
  );
}
