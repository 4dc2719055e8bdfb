import { commonErrors } from '../../../lib/errors.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import { oauthContract } from '../oauth.contract.ts';
import { canRevokeSession } from '../oauth.permissions.ts';
import type { OAuthService } from '../oauth-service.ts';
import { announceEnded } from '../sessions/announce.ts';

export const revokeSession = defineAction(oauthContract.revokeSession, async function (this: OAuthService, ctx) {
  const { user } = ctx.meta;
  const session = await this.records.sessions.find(ctx.params.id);
  if (!user || session === null || !canRevokeSession(user, session)) throw commonErrors.notFound();
  announceEnded(this, await this.records.sessions.endOne(session.id));
  return null;
});
