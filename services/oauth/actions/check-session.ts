import { defineAction } from '../../../mixins/define-action.ts';
import { activeAccount } from '../account-of.ts';
import { oauthContract } from '../oauth.contract.ts';
import type { OAuthService } from '../oauth-service.ts';
import { isAlive, outlivesPassword, type Session } from '../sessions/session.ts';

const TOUCH_INTERVAL = 60_000;
const inactive = { active: false, user: null };

/** The Console asks this about once a second for each session in use: two reads by key and, once a minute, one write. */
export const checkSession = defineAction(oauthContract.session, async function (this: OAuthService, ctx) {
  const { sid, sub } = ctx.params;
  const session = await this.records.sessions.find(sid);
  if (session === null || session.userId !== sub || !isAlive(session, Date.now())) return inactive;
  const identity = await activeAccount(ctx, sub);
  if (identity === null || !outlivesPassword(session, identity)) return inactive;
  noteUse(this, session, ctx.meta.client?.ip);
  return { active: true, user: { id: sub, sessionId: sid, roles: identity.roles, permissions: identity.permissions } };
});

/** Not awaited: that the time of last use cannot be written, say on a full disk, is no reason to refuse the request. */
function noteUse({ records, logger }: OAuthService, session: Session, ip = session.ip): void {
  const now = Date.now();
  const since = new Date(now - TOUCH_INTERVAL).toISOString();
  if (session.lastUsedAt >= since) return;
  records.sessions
    .touch(session.id, since, { ip, lastUsedAt: new Date(now).toISOString() })
    .catch((err) => logger.warn({ err }, 'The last use of a session could not be noted'));
}
