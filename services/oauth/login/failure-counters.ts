import type { Cluster, Redis } from 'ioredis';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import { env } from '../../../lib/env.ts';
import { hasRedis, sharedRedis } from '../../../lib/redis.ts';

export interface Limit {
  name: string;
  /** Failures that are let through in a window. */
  points: number;
  /** Seconds from the first failure on; also the longest time that anyone has to wait. */
  duration: number;
}

export type CounterOf = (limit: Limit) => RateLimiterAbstract;

/**
 * Where failures are counted: in memory, or in Redis so that all processes count together. While Redis is away each process
 * counts for itself. Memory is bounded: an entry costs its maker a password verification and lives for one window.
 */
export function failureCounters(): CounterOf {
  if (!hasRedis()) return inMemory;
  const redis = sharedRedis();
  return (limit) => inRedis(redis, limit);
}

function inMemory({ name, ...limit }: Limit): RateLimiterAbstract {
  return new RateLimiterMemory({ ...limit, keyPrefix: name });
}

function inRedis(redis: Redis | Cluster, limit: Limit): RateLimiterAbstract {
  const { name, points, duration } = limit;
  return new RateLimiterRedis({
    storeClient: redis,
    points,
    duration,
    keyPrefix: `${env.NAMESPACE}:oauth:${name}`,
    insuranceLimiter: inMemory(limit),
    rejectIfRedisNotReady: true,
  });
}
