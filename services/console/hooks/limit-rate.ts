import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { clientNetwork } from '../../../lib/client-network.ts';
import { env } from '../../../lib/env.ts';
import { consoleErrors } from '../console.errors.ts';
import type { Exchange } from '../gateway/exchange.ts';

const WINDOW = 60;

const limiters = {
  default: new RateLimiterMemory({ points: env.RATE_LIMIT, duration: WINDOW }),
  credentials: new RateLimiterMemory({ points: env.AUTH_RATE_LIMIT, duration: WINDOW }),
};

const policies = {
  default: `"default";q=${env.RATE_LIMIT};w=${WINDOW}`,
  credentials: `"credentials";q=${env.AUTH_RATE_LIMIT};w=${WINDOW}`,
};

/**
 * Counts the request against its account or, without one, its address, and says so in the RateLimit headers
 * (draft-ietf-httpapi-ratelimit-headers).
 * @throws console.tooManyRequests (429) with Retry-After.
 */
export async function limitRate({ res, route, principal, ip }: Exchange): Promise<void> {
  const name = route?.contract.rateLimit ?? 'default';
  if (name === 'none') return;
  const key = principal === null || name === 'credentials' ? `ip:${clientNetwork(ip)}` : `user:${principal.id}`;
  res.setHeader('RateLimit-Policy', policies[name]);
  try {
    const state = await limiters[name].consume(key);
    res.setHeader('RateLimit', stateHeader(name, state));
  } catch (refusal) {
    if (refusal instanceof Error) throw refusal;
    const state = refusal as RateLimiterRes;
    res.setHeader('RateLimit', stateHeader(name, state));
    throw consoleErrors.tooManyRequests({ retryAfter: Math.max(1, Math.ceil(state.msBeforeNext / 1000)) });
  }
}

function stateHeader(name: string, { remainingPoints, msBeforeNext }: RateLimiterRes): string {
  return `"${name}";r=${remainingPoints};t=${Math.ceil(msBeforeNext / 1000)}`;
}
