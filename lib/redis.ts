import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Cluster, ClusterOptions, Redis, RedisOptions } from 'ioredis';
import { ConfigurationError, env } from './env.ts';

/** Milliseconds until another try to connect, growing to one second: a Redis that comes back is found at once. */
export const retryDelay = (attempts: number) => Math.min(attempts * 100, 1000);

let shared: Redis | Cluster | undefined;
let watch: (redis: Redis | Cluster) => void = () => {};

/** Whether processes share a Redis at all. */
export function hasRedis(): boolean {
  return env.REDIS_URL !== undefined;
}

/**
 * A new connection to the Redis of the environment: one server, the master that sentinels name, or a cluster. The caller
 * closes it and listens to its 'error'.
 */
export function connectRedis(options: RedisOptions = {}): Redis | Cluster {
  // Loaded only where there is a Redis: a single process starts without it.
  const ioredis: typeof import('ioredis') = createRequire(import.meta.url)('ioredis');
  const servers = addresses();
  const [first] = servers;
  const tls = first.tls ? tlsOptions() : undefined;
  const { username, password, db } = first;
  const connection: RedisOptions = {
    connectTimeout: 2000,
    retryStrategy: retryDelay,
    username,
    password,
    tls,
    ...options,
  };
  if (env.REDIS_MODE === 'cluster') return new ioredis.Cluster(servers.map(endpoint), clusterOptions(connection));
  if (env.REDIS_MODE === 'sentinel') {
    return new ioredis.Redis({
      ...connection,
      db,
      name: env.REDIS_SENTINEL_NAME,
      sentinels: servers.map(endpoint),
      sentinelPassword: env.REDIS_SENTINEL_PASSWORD,
      sentinelRetryStrategy: connection.retryStrategy as RedisOptions['sentinelRetryStrategy'],
      enableTLSForSentinelMode: tls !== undefined,
      sentinelTLS: tls,
      // Another master takes over: leave the old one, which would go on answering as a replica.
      failoverDetector: true,
    });
  }
  return new ioredis.Redis({ ...connection, ...endpoint(first), db });
}

/**
 * The process's one connection for commands. It never makes a caller wait for a Redis that is away: without a queue, and
 * with half a second for an answer. Closed by `closeSharedRedis` when the broker stops.
 */
export function sharedRedis(): Redis | Cluster {
  if (shared === undefined) {
    shared = connectRedis({
      enableOfflineQueue: false,
      commandTimeout: 500,
      // A Redis that went silent: the connection is given up, and ioredis tries another.
      socketTimeout: 1000,
      maxRetriesPerRequest: 0,
    });
    // Without any listener ioredis prints each error itself.
    shared.on('error', () => {});
    watch(shared);
  }
  return shared;
}

/** Who wants to know of outages: called with the shared connection when somebody has asked for it. */
export function watchSharedRedis(watcher: typeof watch): void {
  watch = watcher;
}

export function closeSharedRedis(): void {
  shared?.disconnect();
  shared = undefined;
}

interface Address {
  host: string;
  port: number;
  username?: string;
  password?: string;
  db?: number;
  tls: boolean;
}

function addresses(): [Address, ...Address[]] {
  const urls = (env.REDIS_URL ?? '').split(',').map((text) => parseAddress(text.trim()));
  return urls as [Address, ...Address[]];
}

function parseAddress(text: string): Address {
  const url = URL.parse(text);
  if (url === null || url.hostname === '') {
    throw new ConfigurationError('REDIS_URL is not usable: give redis://[user:password@]host[:port][/database].');
  }
  const database = Number(url.pathname.slice(1));
  return {
    // Brackets belong to the URL, not to an IPv6 address.
    host: url.hostname.replaceAll(/^\[|\]$/g, ''),
    port: Number(url.port || (env.REDIS_MODE === 'sentinel' ? 26_379 : 6379)),
    ...(url.username && { username: decodeURIComponent(url.username) }),
    ...(url.password && { password: decodeURIComponent(url.password) }),
    ...(database > 0 && { db: database }),
    tls: url.protocol === 'rediss:',
  };
}

function endpoint({ host, port }: Address): { host: string; port: number } {
  return { host, port };
}

function tlsOptions(): RedisOptions['tls'] {
  return {
    ca: read('REDIS_CA_FILE'),
    cert: read('REDIS_CERT_FILE'),
    key: read('REDIS_KEY_FILE'),
  };
}

function read(name: 'REDIS_CA_FILE' | 'REDIS_CERT_FILE' | 'REDIS_KEY_FILE'): Buffer | undefined {
  const file = env[name];
  if (file === undefined) return undefined;
  try {
    return readFileSync(file);
  } catch (error) {
    throw new ConfigurationError(`${name}: cannot read ${file} (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function clusterOptions({ retryStrategy, enableOfflineQueue, ...redisOptions }: RedisOptions): ClusterOptions {
  return {
    redisOptions,
    enableOfflineQueue,
    clusterRetryStrategy: retryStrategy as ClusterOptions['clusterRetryStrategy'],
    // Nodes are told by address; a certificate is for a name, which has to reach TLS unresolved.
    ...(redisOptions.tls && { dnsLookup: (address, callback) => callback(null, address) }),
  };
}
