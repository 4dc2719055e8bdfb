import { defineAction } from '../../../mixins/define-action.ts';
import { oauthContract } from '../oauth.contract.ts';
import type { OAuthService } from '../oauth-service.ts';
import { announceEnded } from '../sessions/announce.ts';

export const logout = defineAction(oauthContract.logout, async function (this: OAuthService, ctx) {
  const sessionId = ctx.meta.user?.sessionId;
  if (sessionId !== undefined) announceEnded(this, await this.records.sessions.endOne(sessionId));
  return null;
});
