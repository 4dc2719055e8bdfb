import type { oauthContract } from '../../../../services/oauth/oauth.contract.ts';
import { call } from '../../lib/api.ts';
import { signOut } from '../../lib/session/session.ts';

/** Ends the session at the server and forgets it here, also when the server cannot be reached. */
export async function logOut(): Promise<void> {
  try {
    await call<typeof oauthContract.logout>('POST /api/v1/auth/logout', {});
  } catch {
    // Whoever wants to be out is out: the session ends at the server when its time is over.
  }
  signOut();
}
