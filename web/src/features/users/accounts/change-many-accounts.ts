import type { ActionParams } from '../../../../../lib/contract.ts';
import type { BulkOperation, BulkResult, usersContract } from '../../../../../services/users/users.contract.ts';
import { call } from '../../../lib/api.ts';
import { queryClient } from '../../../lib/query-client.ts';
import { accountKeys } from './account-keys.ts';

export type BulkChange = Omit<ActionParams<typeof usersContract.accounts.bulk>, 'ids'>;

const most = 100;

const opposites: Record<BulkOperation, BulkOperation> = {
  disable: 'enable',
  enable: 'disable',
  delete: 'restore',
  restore: 'delete',
  addRole: 'removeRole',
  removeRole: 'addRole',
  addLabel: 'removeLabel',
  removeLabel: 'addLabel',
};

export function opposite(change: BulkChange): BulkChange {
  return { ...change, operation: opposites[change.operation] };
}

/** Does the same with many accounts, as many at a time as the API takes; each answers by itself. */
export async function changeManyAccounts(ids: readonly string[], change: BulkChange): Promise<BulkResult[]> {
  const results: BulkResult[] = [];
  try {
    for (let start = 0; start < ids.length; start += most) {
      const params = { ...change, ids: ids.slice(start, start + most) };
      const answer = await call<typeof usersContract.accounts.bulk>('POST /api/v1/users/bulk', params);
      results.push(...answer.results);
    }
  } finally {
    await queryClient.invalidateQueries({ queryKey: accountKeys.all });
  }
  return results;
}
