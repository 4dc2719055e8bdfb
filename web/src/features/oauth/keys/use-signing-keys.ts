import { useQuery } from '@tanstack/react-query';
import type { ActionResult } from '../../../../../lib/contract.ts';
import type { oauthContract } from '../../../../../services/oauth/oauth.contract.ts';
import { call } from '../../../lib/api.ts';

export type SigningKey = ActionResult<typeof oauthContract.listKeys>['data'][number];
export const keysRoute = 'GET /api/v1/auth/keys';
export const signingKeysKey = ['signing-keys'] as const;

export function useSigningKeys() {
  return useQuery({
    queryKey: signingKeysKey,
    queryFn: async ({ signal }) => (await call<typeof oauthContract.listKeys>(keysRoute, {}, { signal })).data,
  });
}
