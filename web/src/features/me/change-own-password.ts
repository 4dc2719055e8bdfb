import type { usersContract } from '../../../../services/users/users.contract.ts';
import { call } from '../../lib/api.ts';
import { queryClient } from '../../lib/query-client.ts';

/** All other sessions of the account end; this one goes on. */
export async function changeOwnPassword(id: string, currentPassword: string, newPassword: string): Promise<void> {
  const params = { id, currentPassword, newPassword };
  await call<typeof usersContract.accounts.setPassword>('PUT /api/v1/users/:id/password', params);
  await queryClient.invalidateQueries({ queryKey: ['sessions'] });
}
