import { env } from '../../../lib/env.ts';
import { commonErrors } from '../../../lib/errors.ts';
import { systemPrincipal } from '../../../lib/principal.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import { oauthContract } from '../oauth.contract.ts';
import type { OAuthService } from '../oauth-service.ts';
import { startSession } from '../sessions/start-session.ts';

/** For as long as the access token holds; the account sees the session among its own. */
export const issueForAccount = defineAction(oauthContract.issueForAccount, async function (this: OAuthService, ctx) {
  if (ctx.meta.user?.id !== systemPrincipal.id) throw commonErrors.forbidden();
  const { userId } = ctx.params;
  const { accessToken, expiresIn } = await startSession(this, ctx, {
    userId,
    startedAt: Date.now(),
    deviceName: 'Operator',
    lifetime: env.ACCESS_TOKEN_TTL,
  });
  this.logger.warn({ userId }, 'An access token was issued without a password');
  return { accessToken, expiresIn };
});
