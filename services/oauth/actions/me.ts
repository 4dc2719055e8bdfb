import { commonErrors } from '../../../lib/errors.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import { activeAccount, toUser } from '../account-of.ts';
import { oauthContract } from '../oauth.contract.ts';
import type { OAuthService } from '../oauth-service.ts';
import { toPublicSession } from '../sessions/session.ts';

export const me = defineAction(oauthContract.me, async function (this: OAuthService, ctx) {
  const { id = '', sessionId } = ctx.meta.user ?? {};
  const identity = await activeAccount(ctx, id);
  if (identity === null) throw commonErrors.unauthenticated();
  const session = sessionId === undefined ? null : await this.records.sessions.find(sessionId);
  return { user: toUser(identity), session: session && toPublicSession(session, sessionId) };
});
