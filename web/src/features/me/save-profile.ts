import type { ActionParams } from '../../../../lib/contract.ts';
import type { Account, usersContract } from '../../../../services/users/users.contract.ts';
import { call } from '../../lib/api.ts';
import { queryClient } from '../../lib/query-client.ts';
import { updateSessionUser } from '../../lib/session/session.ts';

type Changes = Omit<ActionParams<typeof usersContract.accounts.update>, 'id'>;

/** Saves the own profile and shows it everywhere at once: name in the menu, times in the new zone. */
export async function saveProfile(id: string, changes: Changes, version: number | undefined): Promise<Account> {
  const params = { id, ...changes };
  const account = await call<typeof usersContract.accounts.update>('PATCH /api/v1/users/:id', params, {
    ifMatch: version,
  });
  const { name, locale, timeZone } = account;
  updateSessionUser({ name, locale, timeZone });
  await queryClient.invalidateQueries({ queryKey: ['accounts'] });
  queryClient.setQueryData(['accounts', 'one', id], account);
  return account;
}
