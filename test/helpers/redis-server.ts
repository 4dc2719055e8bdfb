import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll } from '@jest/globals';
import type { Redis } from 'ioredis';
import { env } from '../../lib/env.ts';
import { freePort, type ServerProcess, startProcess } from './server-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A real Redis on a port of its own, which can be taken away and given back. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** A client for the test's own use. */
  client(): Redis;
  /** Ends it as a crash does; nothing is kept. */
  kill(): Promise<void>;
  /** Again, on the same port. */
  start(): Promise<void>;
  /** It holds its connections but says nothing, until `thaw`. */
  freeze(): void;
  thaw(): void;
  /** Resolves as soon as its log has a match. */
  waitForLog(pattern: RegExp): Promise<unknown>;
  /** How many connections nodes have to it, for packets. */
  connections(): Promise<number>;
}

const ioredis: typeof import('ioredis') = createRequire(import.meta.url)('ioredis');
const processes = new Set<ServerProcess>();
const clients = new Set<Redis>();

afterAll(async () => {
  for (const client of clients) client.disconnect();
  for (const server of processes) server.kill('SIGKILL');
  await Promise.all([...processes].map((server) => server.exited));
});

/** Starts a Redis with these further arguments and lines of its configuration file. @param program from describeWith('redis', …). */
export async function startRedis(program: string, args: string[] = [], configuration = ''): Promise<RedisServer> {
  const port = await freePort();
  const folder = temporaryFolder();
  const file = join(folder, 'redis.conf');
  writeFileSync(file, `save ""\nbind 127.0.0.1\ndir ${folder}\nenable-debug-command yes\n${configuration}\n`);
  // TLS takes the port; the plain one is off then.
  const ports = args.includes('--tls-cert-file') ? ['--port', '0', '--tls-port', `${port}`] : ['--port', `${port}`];
  let server: ServerProcess;
  const redis: RedisServer = {
    url: `redis://127.0.0.1:${port}`,
    port,
    client() {
      const client = new ioredis.Redis(port, { lazyConnect: false });
      client.on('error', () => {});
      clients.add(client);
      return client;
    },
    async start() {
      server = startProcess([program, file, ...ports, ...args], {});
      processes.add(server);
      await server.waitForLog(/Ready to accept connections|Sentinel ID is/);
    },
    async kill() {
      server.kill('SIGKILL');
      await server.exited;
      processes.delete(server);
    },
    freeze: () => server.kill('SIGSTOP'),
    thaw: () => server.kill('SIGCONT'),
    waitForLog: (pattern) => server.waitForLog(pattern),
    async connections() {
      const client = new ioredis.Redis(port);
      try {
        return String(await client.client('LIST')).match(/ name=\S+(publisher|subscriber) /g)?.length ?? 0;
      } finally {
        client.disconnect();
      }
    },
  };
  await redis.start();
  return redis;
}

const SLOTS = 16_384;
const SHARE = Math.ceil(SLOTS / 3);

/** A Redis Cluster of three nodes with a third of the slots each, and no replicas: what a node holds is away with it, the rest goes on. */
export async function startRedisCluster(program: string): Promise<RedisServer[]> {
  const nodes: RedisServer[] = [];
  const clients: Redis[] = [];
  for (let slot = 0; slot < SLOTS; slot += SHARE) {
    const bus = await freePort();
    const asNode = ['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1', '--cluster-port', `${bus}`];
    const node = await startRedis(program, asNode, 'cluster-node-timeout 1000\ncluster-require-full-coverage no');
    const client = node.client();
    await client.cluster('ADDSLOTSRANGE', slot, Math.min(slot + SHARE, SLOTS) - 1);
    await clients[0]?.call('CLUSTER', 'MEET', '127.0.0.1', node.port, bus);
    nodes.push(node);
    clients.push(client);
  }
  for (const client of clients) {
    while (!isWhole(String(await client.cluster('INFO')))) await delay(20);
    client.disconnect();
  }
  return nodes;
}

const isWhole = (info: string) => info.includes('cluster_state:ok') && info.includes(`cluster_slots_ok:${SLOTS}`);

/** Runs the rest of the test file as a node of a cluster on this Redis. */
export function useRedis(url: string | undefined): void {
  env.REDIS_URL = url;
}
