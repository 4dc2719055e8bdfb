import type { Context } from 'moleculer';
import type { Meta } from '../../../lib/contract.ts';
import { env } from '../../../lib/env.ts';
import { newId } from '../../../lib/ids.ts';
import { activeAccount } from '../account-of.ts';
import type { TokenAnswer } from '../oauth.contract.ts';
import { oauthErrors } from '../oauth.errors.ts';
import type { OAuthService } from '../oauth-service.ts';
import { hashOf, newRefreshToken } from '../tokens/refresh-token.ts';
import { forbidCaching, tokenAnswer } from '../tokens/token-answer.ts';
import { announceEnded } from './announce.ts';
import { describeDevice } from './device.ts';
import { idleEnd, outlivesPassword, type Session } from './session.ts';

/** Beyond it the least recently used ends: a script that logs in at each run must not fill the store. */
const MOST_SESSIONS = 100;

export interface Login {
  userId: string;
  /** When the login began, before anything was verified. */
  startedAt: number;
  deviceName?: string;
  /** Seconds after which the session ends at the latest. */
  lifetime?: number;
}

/** Starts a session for an account that has proven itself, and answers its first tokens. */
export async function startSession(
  service: OAuthService,
  ctx: Context<unknown, Meta>,
  login: Login,
): Promise<TokenAnswer> {
  const { sessions } = service.records;
  const session = newSession(ctx.meta.client, login);
  const token = newRefreshToken();
  const { id: sessionId, expiresAt } = session;
  await sessions.start(session, { id: token.id, sessionId, hash: hashOf(token), expiresAt });

  // Written first, then looked at the account once more: a password change or a disabling in between either finds the new
  // session when it ends the account's sessions, or is seen here.
  const identity = await activeAccount(ctx, login.userId);
  if (identity === null || !outlivesPassword(session, identity)) {
    await sessions.endOne(sessionId);
    throw oauthErrors.invalidCredentials();
  }
  announceEnded(service, await sessions.endSurplus(login.userId, MOST_SESSIONS));
  forbidCaching(ctx);
  return tokenAnswer(service.keyRing.signer(), identity, sessionId, token);
}

function newSession(
  client: Meta['client'],
  { userId, startedAt, deviceName, lifetime = env.SESSION_TTL }: Login,
): Session {
  const createdAt = new Date(startedAt).toISOString();
  const endsAt = new Date(startedAt + lifetime * 1000).toISOString();
  return {
    id: newId(),
    userId,
    device: describeDevice(client?.userAgent, deviceName),
    ip: client?.ip ?? null,
    createdAt,
    lastUsedAt: createdAt,
    expiresAt: idleEnd(startedAt, endsAt),
    endsAt,
  };
}
