import { createRequire } from 'node:module';
import type { Redis, RedisOptions } from 'ioredis';
import { env } from './env.ts';

/** Milliseconds that a command may take: whoever asks has something else to do without Redis. */
const COMMAND_TIMEOUT = 500;
/** Milliseconds without a word after which a connection is taken for lost. */
const SILENCE = 1_000;
const LONGEST_RETRY = 2_000;

let shared: Redis | undefined;

/** Whether processes share a Redis at all. */
export function hasRedis(): boolean {
  return env.REDIS_URL !== undefined;
}

/** A new connection to the Redis of the environment. The caller closes it and listens to its 'error'. */
export function connectRedis(options: RedisOptions = {}): Redis {
  if (env.REDIS_URL === undefined) throw new Error('There is no REDIS_URL.');
  // Loaded only where there is a Redis: a single process starts without it.
  const ioredis: typeof import('ioredis') = createRequire(import.meta.url)('ioredis');
  return new ioredis.Redis(env.REDIS_URL, {
    retryStrategy: (times) => Math.min(times * 100, LONGEST_RETRY),
    ...options,
  });
}

/**
 * The process's one connection for commands: limits, throttles, flags. While Redis is away a command fails at once; while it
 * is silent only those of the first second wait, until the connection is taken for lost.
 */
export function sharedRedis(): Redis {
  shared ??= watchOutages(
    connectRedis({
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: COMMAND_TIMEOUT,
      socketTimeout: SILENCE,
    }),
  );
  return shared;
}

export function closeSharedRedis(): void {
  shared?.disconnect();
  shared = undefined;
}

function watchOutages(redis: Redis): Redis {
  // Each failed attempt to connect is an error of its own; whoever uses the connection says once what it means to it.
  redis.on('error', () => undefined);
  return redis;
}
