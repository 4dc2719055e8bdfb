import { timingSafeEqual } from 'node:crypto';
import { env } from '../../../lib/env.ts';
import type { Principal } from '../../../lib/principal.ts';
import { deriveKey, mac } from '../../../lib/secret.ts';
import { consoleErrors } from '../console.errors.ts';
import type { AccessTokens } from '../gateway/access-tokens.ts';
import type { Exchange } from '../gateway/exchange.ts';
import type { Sessions } from '../gateway/sessions.ts';

const BEARER = /^Bearer ([\w.~+/-]+=*)$/i;

/** The last header of each connection and the token in it: a client sends the same one again and again. */
const sent = new WeakMap<object, { authorization: string; token: string }>();

/** Prometheus with METRICS_TOKEN: may read the metrics and nothing else. */
const metricsReader: Principal = Object.freeze({ id: 'metrics', roles: [], permissions: ['platform:read'] });

/**
 * Proves who asks from the access token. Public routes do not look at it: an expired token must not keep anyone from
 * logging in again.
 * @throws console.invalidToken (401).
 */
export async function authenticate(exchange: Exchange, tokens: AccessTokens, sessions: Sessions): Promise<void> {
  const { authorization } = exchange.req.headers;
  if (authorization === undefined || exchange.route?.contract.auth === 'public') return;
  const token = readToken(authorization, exchange.req.socket);
  if (exchange.path === '/metrics' && isMetricsToken(token)) {
    exchange.principal = metricsReader;
    return;
  }
  exchange.principal = await sessions.principalOf(await tokens.verify(token, exchange.req.socket));
  exchange.token = token;
}

function readToken(authorization: string, connection: object): string {
  const last = sent.get(connection);
  if (last?.authorization === authorization) return last.token;
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined)
    throw consoleErrors.invalidToken({ detail: 'Send an access token as "Authorization: Bearer …".' });
  sent.set(connection, { authorization, token });
  return token;
}

/** Compared as MACs: equal in length, and in constant time. */
function isMetricsToken(token: string): boolean {
  if (env.METRICS_TOKEN === undefined) return false;
  const key = deriveKey('metrics-token');
  return timingSafeEqual(mac(key, token), mac(key, env.METRICS_TOKEN));
}
