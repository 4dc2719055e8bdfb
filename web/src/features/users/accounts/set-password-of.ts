import type { usersContract } from '../../../../../services/users/users.contract.ts';
import { call } from '../../../lib/api.ts';
import { queryClient } from '../../../lib/query-client.ts';
import { accountKeys } from './account-keys.ts';

/** Sets the password of someone else's account; their sessions end. */
export async function setPasswordOf(id: string, newPassword: string): Promise<void> {
  await call<typeof usersContract.accounts.setPassword>('PUT /api/v1/users/:id/password', { id, newPassword });
  await queryClient.invalidateQueries({ queryKey: accountKeys.history(id) });
}
