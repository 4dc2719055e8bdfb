import { setTimeout as delay } from 'node:timers/promises';
import { afterAll } from '@jest/globals';
import { memberCommand } from '../../scripts/start-command.ts';
import { type RedisServer, startRedis } from './redis-server.ts';
import { freePort, type ServerProcess, startProcess, stopProcess } from './server-process.ts';
import { type Site, type SiteOptions, startSite } from './site.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface ClusterOptions {
  /** How many processes of each service; each process runs one. */
  processes: Record<string, number>;
  /** For all processes. */
  env?: Record<string, string>;
}

/** A process that runs one service and no Console. */
export interface Member extends ServerProcess {
  readonly nodeId: string;
}

/** Processes that share a Redis and a data folder, as `npm run cluster` starts them. */
export interface Cluster {
  readonly redis: RedisServer;
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly consoles: readonly Site[];
  /** Processes of a service other than the Console, in the order in which they were started. */
  members(service: string): readonly Member[];
  /** Starts one more process of a service and waits until the Consoles have it. */
  add(service: string): Promise<Member>;
  /** One more, which is not waited for like the others, so that it can be killed. */
  addConsole(): Promise<Site>;
  /** Resolves when every Console's health says of a service what is expected. */
  untilHealthy(service: string, nodes?: number): Promise<void>;
}

interface Health {
  services: Record<string, { status: string; nodes?: object[] } | undefined>;
}

/** Without `data` while the request itself is refused, as it may be in the middle of a fault. */
interface Registry {
  data?: { name: string; nodes: { id: string; available: boolean }[] }[];
}

const started = new Set<ServerProcess>();

afterAll(async () => {
  // A frozen process hears no SIGTERM.
  for (const server of started) server.kill('SIGCONT');
  await Promise.all([...started].map((server) => stopProcess(server, 3_000)));
});

/** @param program Redis's, from describeWith('redis', …). */
export async function startCluster(program: string, { processes, env = {} }: ClusterOptions): Promise<Cluster> {
  const redis = await startRedis(program);
  const dataDir = temporaryFolder();
  // One origin for all Consoles: it is the issuer of the tokens.
  const shared = { REDIS_URL: redis.url, PUBLIC_URL: `http://127.0.0.1:${await freePort()}`, ...env };
  const consoles: Site[] = [];
  let consolesMade = 0;
  const members = new Map<string, Member[]>();
  const site = (options: SiteOptions) => startSite({ dataDir, ...options, env: { ...shared, ...options.env } });

  const launch = (service: string): Member => {
    const all = members.get(service) ?? [];
    members.set(service, all);
    const nodeId = `${service}-${all.length + 1}`;
    const server = startProcess(memberCommand(), {
      ...memberEnv(dataDir),
      ...shared,
      SERVICES: service,
      NODE_ID: nodeId,
    });
    started.add(server);
    const member = Object.assign(Object.create(server) as ServerProcess, { nodeId });
    all.push(member);
    return member;
  };

  const cluster: Cluster = {
    redis,
    dataDir,
    env: shared,
    consoles,
    members: (service) => members.get(service) ?? [],
    async add(service) {
      const member = launch(service);
      await Promise.all(consoles.map((console) => untilKnown(console, service, member.nodeId)));
      return member;
    },
    async addConsole() {
      consolesMade += 1;
      return site({ services: ['console'], env: { NODE_ID: `console-${consolesMade}` } });
    },
    async untilHealthy(service, nodes = 1) {
      await Promise.all(consoles.map((console) => untilHealthy(console, service, nodes)));
    },
  };

  for (const [service, count] of Object.entries(processes)) {
    if (service !== 'console') for (let n = 0; n < count; n += 1) launch(service);
  }
  for (let n = 0; n < (processes.console ?? 0); n += 1) consoles.push(await cluster.addConsole());
  for (const service of Object.keys(processes)) await cluster.untilHealthy(service);
  for (const [service, count] of Object.entries(processes)) await cluster.untilHealthy(service, count);
  return cluster;
}

function memberEnv(dataDir: string): Record<string, string> {
  return {
    DATA_DIR: dataDir,
    ADMIN_EMAIL: 'admin@example.com',
    ADMIN_PASSWORD: 'correct horse battery admin',
    LOG_FORMAT: 'json',
  };
}

/** Of a service that runs as several processes the health must have seen them all, which it tells to admins only. */
async function untilHealthy(site: Site, service: string, nodes: number): Promise<void> {
  let last: unknown;
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await delay(50)) {
    const { body } = await site.request<Health>('GET', '/health');
    last = body;
    if (body.services[service]?.status !== 'ok') continue;
    if (nodes === 1) return;
    const detail = await site.request<Health>('GET', '/api/v1/health', { token: await site.adminToken() });
    last = detail.body;
    if ((detail.body.services[service]?.nodes?.length ?? 0) >= nodes) return;
  }
  throw new Error(`${service} did not get healthy at ${site.url}: ${JSON.stringify(last)}`);
}

/** How many nodes there are does not tell: one that was killed a moment ago may still be among them. */
async function untilKnown(site: Site, service: string, nodeId: string): Promise<void> {
  const token = await site.adminToken();
  let last: unknown;
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await delay(50)) {
    const { body } = await site.request<Registry>('GET', '/api/v1/registry/services', { token });
    last = body;
    const nodes = body.data?.find(({ name }) => name === service)?.nodes ?? [];
    if (nodes.some(({ id, available }) => id === nodeId && available)) return;
  }
  throw new Error(`${nodeId} did not come into the registry of ${site.url}: ${JSON.stringify(last)}`);
}
