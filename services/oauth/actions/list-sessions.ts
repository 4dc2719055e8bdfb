import { commonErrors } from '../../../lib/errors.ts';
import { answerList, toPageRequest } from '../../../lib/list-query.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import { oauthContract, sessionList } from '../oauth.contract.ts';
import { canListSessionsOf } from '../oauth.permissions.ts';
import type { OAuthService } from '../oauth-service.ts';
import { type PublicSession, toPublicSession } from '../sessions/session.ts';

export const listSessions = defineAction(oauthContract.listSessions, async function (this: OAuthService, ctx) {
  const { user } = ctx.meta;
  if (!user) throw commonErrors.unauthenticated();
  const { userId = user.id, ...params } = ctx.params;
  if (!canListSessionsOf(user, userId))
    throw commonErrors.forbidden({ detail: 'This needs the permission sessions:read.' });
  const request = toPageRequest(params, sessionList);
  request.query = { ...request.query, userId };
  return answerList(this.records.sessions, request, params, (session) =>
    only(params.fields, toPublicSession(session, user.sessionId)),
  );
});

function only(fields: readonly string[] | undefined, session: PublicSession): PublicSession {
  if (fields === undefined) return session;
  const wanted = Object.entries(session).filter(([name]) => name === 'id' || fields.includes(name));
  return Object.fromEntries(wanted) as PublicSession;
}
