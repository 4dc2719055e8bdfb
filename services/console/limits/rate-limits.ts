import type { Cluster, Redis } from 'ioredis';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  type RateLimiterRes,
} from 'rate-limiter-flexible';
import { env } from '../../../lib/env.ts';
import { hasRedis, sharedRedis } from '../../../lib/redis.ts';
import { SharedCount } from './shared-count.ts';

/** Seconds. */
const WINDOW = 60;

type Name = 'default' | 'credentials';

export interface RateLimit {
  name: Name;
  /** The RateLimit-Policy header. */
  policy: string;
  /** Rejects with the state when nothing is left of the window. */
  consume(key: string): Promise<RateLimiterRes>;
  close(): void;
}

export type RateLimits = Record<Name, RateLimit>;

/**
 * In one process counted in memory. Consoles that share a Redis count together, requests in batches and attempts to log in
 * exactly; while Redis is away each counts for itself.
 */
export function createRateLimits(onOutage: (error: unknown) => void): RateLimits {
  const redis = hasRedis() ? sharedRedis() : undefined;
  const requests = memory(env.RATE_LIMIT);
  const attempts = memory(env.AUTH_RATE_LIMIT);
  const shared = redis && new SharedCount(requests, inRedis(redis, 'default', env.RATE_LIMIT), onOutage);
  const exact = redis && inRedis(redis, 'credentials', env.AUTH_RATE_LIMIT, attempts);
  return {
    default: rateLimit('default', env.RATE_LIMIT, shared ?? requests, () => shared?.close()),
    credentials: rateLimit('credentials', env.AUTH_RATE_LIMIT, exact ?? attempts),
  };
}

function rateLimit(
  name: Name,
  points: number,
  counter: Pick<RateLimiterAbstract, 'consume'>,
  close: () => void = () => undefined,
): RateLimit {
  return {
    name,
    policy: `"${name}";q=${points};w=${WINDOW}`,
    consume: (key) => counter.consume(key),
    close,
  };
}

function memory(points: number): RateLimiterMemory {
  return new RateLimiterMemory({ points, duration: WINDOW });
}

function inRedis(
  redis: Redis | Cluster,
  name: Name,
  points: number,
  insuranceLimiter?: RateLimiterMemory,
): RateLimiterRedis {
  return new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: `${env.NAMESPACE}:console:rate-${name}`,
    points,
    duration: WINDOW,
    insuranceLimiter,
    rejectIfRedisNotReady: true,
  });
}
