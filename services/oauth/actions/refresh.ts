import { defineAction } from '../../../mixins/define-action.ts';
import { activeAccount } from '../account-of.ts';
import { oauthContract, type TokenAnswer } from '../oauth.contract.ts';
import { oauthErrors } from '../oauth.errors.ts';
import type { OAuthService } from '../oauth-service.ts';
import { announceEnded } from '../sessions/announce.ts';
import { idleEnd, isAlive, outlivesPassword, type Session } from '../sessions/session.ts';
import type { StoredRefreshToken } from '../sessions/sessions.store.ts';
import {
  hashOf,
  matchesHash,
  newRefreshToken,
  openAnswer,
  parseRefreshToken,
  type RefreshToken,
  sealAnswer,
} from '../tokens/refresh-token.ts';
import { forbidCaching, tokenAnswer } from '../tokens/token-answer.ts';

/** For this long a repeated refresh is taken for a double click or a lost answer; after it, for theft. */
const REPLAY_WINDOW = 10_000;

export const refresh = defineAction(oauthContract.refresh, async function (this: OAuthService, ctx) {
  forbidCaching(ctx);
  const presented = parseRefreshToken(ctx.params.refreshToken);
  if (presented === null) throw oauthErrors.invalidRefreshToken();
  const { stored, session } = await load(this, presented);
  if (stored.rotatedAt !== undefined) return repeatOrRevoke(this, presented, stored);

  const identity = await activeAccount(ctx, session.userId);
  if (identity === null || !outlivesPassword(session, identity)) throw oauthErrors.invalidRefreshToken();
  const successor = newRefreshToken();
  const answer = tokenAnswer(this.keyRing.signer(), identity, session.id, successor);
  const ip = ctx.meta.client?.ip ?? session.ip;
  if (await rotate(this, presented, successor, answer, { ...session, ip })) return answer;
  // Another call with the same token was faster, or the session has just ended.
  return repeatOrRevoke(this, presented, (await load(this, presented)).stored);
});

async function load({ records }: OAuthService, presented: RefreshToken) {
  const stored = await records.sessions.findToken(presented.id);
  if (stored === null || !matchesHash(presented, stored.hash)) throw oauthErrors.invalidRefreshToken();
  const session = await records.sessions.find(stored.sessionId);
  if (session === null || !isAlive(session, Date.now())) throw oauthErrors.invalidRefreshToken();
  return { stored, session };
}

function rotate(
  { records }: OAuthService,
  presented: RefreshToken,
  successor: RefreshToken,
  answer: TokenAnswer,
  { id, ip, endsAt }: Session,
): Promise<boolean> {
  const now = Date.now();
  const expiresAt = idleEnd(now, endsAt);
  return records.sessions.rotate({
    presentedId: presented.id,
    successor: { id: successor.id, sessionId: id, hash: hashOf(successor), expiresAt },
    sealedAnswer: sealAnswer(presented, answer),
    replayUntil: new Date(now + REPLAY_WINDOW).toISOString(),
    session: { id, ip, expiresAt, lastUsedAt: new Date(now).toISOString() },
  });
}

/** RFC 9700, 4.14.2: of the owner and the thief of a token one presents it second, so its second use ends the whole family. */
async function repeatOrRevoke(
  service: OAuthService,
  presented: RefreshToken,
  stored: StoredRefreshToken,
): Promise<TokenAnswer> {
  const { sessions } = service.records;
  const replay = await sessions.findReplay(presented.id);
  if (replay !== null && Date.parse(replay.expiresAt) > Date.now()) {
    return openAnswer<TokenAnswer>(presented, replay.sealedAnswer);
  }
  const ended = await sessions.endOne(stored.sessionId);
  announceEnded(service, ended);
  if (ended.length > 0) {
    service.logger.warn(
      { sessionId: stored.sessionId },
      'A rotated refresh token was used again; its session was ended',
    );
  }
  throw oauthErrors.invalidRefreshToken();
}
