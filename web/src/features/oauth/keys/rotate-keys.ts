import type { oauthContract } from '../../../../../services/oauth/oauth.contract.ts';
import { call } from '../../../lib/api.ts';
import { queryClient } from '../../../lib/query-client.ts';
import { signingKeysKey } from './use-signing-keys.ts';

export async function rotateKeys(): Promise<string> {
  const { kid } = await call<typeof oauthContract.rotateKeys>('POST /api/v1/auth/keys/rotate', {});
  await queryClient.invalidateQueries({ queryKey: signingKeysKey });
  return kid;
}
