import type { oauthContract } from '../../../../../services/oauth/oauth.contract.ts';
import { call } from '../../../lib/api.ts';
import { queryClient } from '../../../lib/query-client.ts';
import { sessionKeys } from './use-sessions.ts';

export async function endSession(id: string): Promise<void> {
  await call<typeof oauthContract.revokeSession>('DELETE /api/v1/auth/sessions/:id', { id });
  await queryClient.invalidateQueries({ queryKey: sessionKeys.all });
}

/** Ends all own sessions but the one that asks. */
export async function endOtherSessions(): Promise<void> {
  await call<typeof oauthContract.revokeOtherSessions>('DELETE /api/v1/auth/sessions', {});
  await queryClient.invalidateQueries({ queryKey: sessionKeys.all });
}
