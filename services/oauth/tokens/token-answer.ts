import type { Context } from 'moleculer';
import type { Meta } from '../../../lib/contract.ts';
import { env } from '../../../lib/env.ts';
import type { Identity } from '../../users/identity.contract.ts';
import { toUser } from '../account-of.ts';
import type { TokenAnswer } from '../oauth.contract.ts';
import { type Signer, signAccessToken } from './access-token.ts';
import type { RefreshToken } from './refresh-token.ts';

export function tokenAnswer(
  signer: Signer,
  identity: Identity,
  sessionId: string,
  refreshToken: RefreshToken,
): TokenAnswer {
  return {
    accessToken: signAccessToken(signer, { userId: identity.id, sessionId, roles: identity.roles }),
    refreshToken: refreshToken.value,
    tokenType: 'Bearer',
    expiresIn: env.ACCESS_TOKEN_TTL,
    user: toUser(identity),
  };
}

/** RFC 6749, 5.1: no cache on the way may keep an answer that holds tokens. */
export function forbidCaching(ctx: Context<unknown, Meta>): void {
  ctx.meta.$responseHeaders = { ...ctx.meta.$responseHeaders, 'Cache-Control': 'no-store' };
}
