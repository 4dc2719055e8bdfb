import type { ActionResult } from '../../../lib/contract.ts';
import { inTurn } from '../../../lib/in-turn.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import type { identityContract } from '../../users/identity.contract.ts';

import { describeAttempt, type LoginAttempt } from '../login/login-attempt.ts';
import { oauthContract } from '../oauth.contract.ts';
import { oauthErrors } from '../oauth.errors.ts';
import type { OAuthService } from '../oauth-service.ts';
import { startSession } from '../sessions/start-session.ts';

type Verified = ActionResult<typeof identityContract.verifyPassword>;

export const login = defineAction(oauthContract.login, async function (this: OAuthService, ctx) {
  const startedAt = Date.now();
  const { device, ...credentials } = ctx.params;
  const attempt = describeAttempt(credentials.email, ctx.meta.client);
  const verify = () => ctx.call<Verified, typeof credentials>('users.verifyPassword', credentials);
  const userId = await inTurn(`login:${attempt.pair}`, () => throttled(this, attempt, verify));
  return startSession(this, ctx, { userId, startedAt, deviceName: device });
});

/** Counts failures around the verification; the id of the account that proved itself. */
async function throttled(
  { throttle, records }: OAuthService,
  attempt: LoginAttempt,
  verify: () => Promise<Verified>,
): Promise<string> {
  const known = await records.knownNetworks.isKnown(attempt.pair);
  const retryAfter = await throttle.begin(attempt, known);
  if (retryAfter > 0) throw oauthErrors.tooManyAttempts({ retryAfter });
  let verified: Verified;
  try {
    verified = await verify();
  } catch (error) {
    await throttle.undo(attempt, known);
    throw error;
  }
  if (verified === null) throw oauthErrors.invalidCredentials();
  await throttle.succeeded(attempt, known);
  await records.knownNetworks.remember(attempt.pair, verified.account.id);
  return verified.account.id;
}
