import { createRequire } from 'node:module';
import type { Redis } from 'ioredis';
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
export function failureCounters(onRedisError: (error: Error) => void): { counterOf: CounterOf; close(): void } {
  if (env.REDIS_URL === undefined) return { counterOf: inMemory, close: () => {} };
  // Without a queue: a login must not wait for a Redis that is away. ioredis itself goes on trying to reconnect.
  // Loaded only where there is a Redis: a single process starts without it.
  const ioredis: typeof import('ioredis') = createRequire(import.meta.url)('ioredis');
  const redis = new ioredis.Redis(env.REDIS_URL, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  redis.on('error', onRedisError);
  return { counterOf: (limit) => inRedis(redis, limit), close: () => redis.disconnect() };
}

function inMemory({ name, ...limit }: Limit): RateLimiterAbstract {
  return new RateLimiterMemory({ ...limit, keyPrefix: name });
}

function inRedis(redis: Redis, limit: Limit): RateLimiterAbstract {
  const { name, points, duration } = limit;
  const keyPrefix = `${env.NAMESPACE}:oauth:${name}`;
  return new RateLimiterRedis({ storeClient: redis, points, duration, keyPrefix, insuranceLimiter: inMemory(limit) });
}
