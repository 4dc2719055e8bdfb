import { Redis } from 'ioredis';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import { env } from '../../../lib/env.ts';

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
export function failureCounters(): { counterOf: CounterOf; close(): void } {
  const inMemory = ({ name, ...limit }: Limit) => new RateLimiterMemory({ ...limit, keyPrefix: name });
  if (env.REDIS_URL === undefined) return { counterOf: inMemory, close: () => {} };
  const redis = new Redis(env.REDIS_URL, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  redis.on('error', () => {}); // ioredis reconnects by itself; until then the memory counters are asked.
  return {
    counterOf: (limit) =>
      new RateLimiterRedis({
        storeClient: redis,
        points: limit.points,
        duration: limit.duration,
        keyPrefix: `${env.NAMESPACE}:oauth:${limit.name}`,
        insuranceLimiter: inMemory(limit),
      }),
    close: () => redis.disconnect(),
  };
}
