import { defineAction } from '../../../mixins/define-action.ts';
import { isPublished } from '../keys/signing-key.ts';
import { oauthContract } from '../oauth.contract.ts';
import type { OAuthService } from '../oauth-service.ts';

/** Shorter than the overlap of two keys: a verifier that caches for this long still knows a key before it signs. */
const CACHE_CONTROL = 'public, max-age=300';

/** Read from the store, not from memory: a verifier that meets a new key must find it whichever process it asks. */
export const jwks = defineAction(oauthContract.jwks, async function (this: OAuthService, ctx) {
  ctx.meta.$responseHeaders = { 'Cache-Control': CACHE_CONTROL };
  const now = Date.now();
  const keys = await this.records.signingKeys.all();
  return { keys: keys.filter((key) => isPublished(key, now)).map((key) => key.publicJwk) };
});
