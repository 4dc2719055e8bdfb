import type { ActionParams } from '../../../../../lib/contract.ts';
import type { usersContract } from '../../../../../services/users/users.contract.ts';
import { call } from '../../../lib/api.ts';
import { queryClient } from '../../../lib/query-client.ts';
import type { Account } from './account.ts';
import { accountKeys } from './account-keys.ts';

type Changes = Omit<ActionParams<typeof usersContract.accounts.update>, 'id'>;
type NewAccount = ActionParams<typeof usersContract.accounts.create>;

export async function updateAccount(id: string, changes: Changes, version: number | undefined): Promise<Account> {
  const params = { id, ...changes };
  const account = await call<typeof usersContract.accounts.update>('PATCH /api/v1/users/:id', params, {
    ifMatch: version,
  });
  await accountChanged(account);
  return account;
}

export async function createAccount(account: NewAccount): Promise<Account> {
  const created = await call<typeof usersContract.accounts.create>('POST /api/v1/users', account);
  await accountChanged(created);
  return created;
}

/** Shows the new state at once and lets lists and histories be read again. */
export async function accountChanged(account: Account): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: accountKeys.all });
  queryClient.setQueryData(accountKeys.one(account.id), account);
}
