import type { ActionResult } from '../../../lib/contract.ts';
import { env } from '../../../lib/env.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import type { identityContract } from '../../users/identity.contract.ts';
import { oauthContract } from '../oauth.contract.ts';
import { oauthErrors } from '../oauth.errors.ts';
import type { OAuthService } from '../oauth-service.ts';
import { startSession } from '../sessions/start-session.ts';

export const register = defineAction(oauthContract.register, async function (this: OAuthService, ctx) {
  if (env.REGISTRATION === 'closed') throw oauthErrors.registrationClosed();
  const { device, ...account } = ctx.params;
  const { id, createdAt } = await ctx.call<ActionResult<typeof identityContract.register>, typeof account>(
    'users.register',
    account,
  );
  // The clock of the users service may be ahead of this one: the session began after its password was set, in any case.
  const startedAt = Math.max(Date.now(), Date.parse(createdAt));
  ctx.meta.$location = `/api/v1/users/${id}`;
  return startSession(this, ctx, { userId: id, startedAt, deviceName: device });
});
