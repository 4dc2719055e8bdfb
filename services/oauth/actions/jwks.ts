import { defineAction } from '../../../mixins/define-action.ts';
import { oauthContract } from '../oauth.contract.ts';
import type { OAuthService } from '../oauth-service.ts';

/** Shorter than the overlap of two keys: a verifier that caches for this long still knows a key before it signs. */
const CACHE_CONTROL = 'public, max-age=300';

export const jwks = defineAction(oauthContract.jwks, function (this: OAuthService, ctx) {
  ctx.meta.$responseHeaders = { 'Cache-Control': CACHE_CONTROL };
  return { keys: this.keyRing.published() };
});
