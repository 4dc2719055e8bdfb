import { commonErrors } from '../../../lib/errors.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import { oauthContract } from '../oauth.contract.ts';
import type { OAuthService } from '../oauth-service.ts';
import { announceEnded } from '../sessions/announce.ts';

export const revokeOtherSessions = defineAction(
  oauthContract.revokeOtherSessions,
  async function (this: OAuthService, ctx) {
    const { user } = ctx.meta;
    if (!user) throw commonErrors.unauthenticated();
    announceEnded(this, await this.records.sessions.endAllOf(user.id, { keep: user.sessionId }));
    return null;
  },
);
