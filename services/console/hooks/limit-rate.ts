import type { RateLimiterRes } from 'rate-limiter-flexible';
import { clientNetwork } from '../../../lib/client-network.ts';
import { consoleErrors } from '../console.errors.ts';
import type { Exchange } from '../gateway/exchange.ts';
import type { RateLimit, RateLimits } from '../limits/rate-limits.ts';

/**
 * Counts the request against its account or, without one, its address; one that tries a secret against both, since a stolen session
 * can come from many addresses. Says so in the RateLimit headers
 * (draft-ietf-httpapi-ratelimit-headers).
 * @throws console.tooManyRequests (429) with Retry-After.
 */
export async function limitRate({ headers, route, principal, ip }: Exchange, limits: RateLimits): Promise<void> {
  const name = route?.contract.rateLimit ?? 'default';
  if (name === 'none') return;
  const limit = limits[name];
  const keys = principal === null || name === 'credentials' ? [`ip:${clientNetwork(ip)}`] : [];
  if (principal !== null) keys.push(`user:${principal.id}`);
  headers['ratelimit-policy'] = limit.policy;
  try {
    for (const key of keys) headers.ratelimit = stateHeader(limit, await limit.consume(key));
  } catch (refusal) {
    if (refusal instanceof Error) throw refusal;
    const state = refusal as RateLimiterRes;
    headers.ratelimit = stateHeader(limit, state);
    throw consoleErrors.tooManyRequests({ retryAfter: Math.max(1, Math.ceil(state.msBeforeNext / 1000)) });
  }
}

function stateHeader({ name }: RateLimit, { remainingPoints, msBeforeNext }: RateLimiterRes): string {
  return `"${name}";r=${remainingPoints};t=${Math.ceil(msBeforeNext / 1000)}`;
}
