import { mkdtempDisposableSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTool } from '../../test/helpers/find-tool.ts';
import type { Account, Role } from '../baseline/accounts.schema.ts';
import { readShared, type Shared, startBaseline } from '../harness/baseline.ts';
import { type Cluster, startCluster } from '../harness/cluster.ts';
import { interleave } from '../harness/interleave.ts';
import { compareAnswers, compareSlices, loadSide, type Side, type Slice } from '../harness/load-side.ts';
import { type Mongo, startMongo } from '../harness/mongo.ts';
import { startNginx } from '../harness/nginx.ts';
import { seedAccounts } from '../harness/seed-accounts.ts';
import { ask, login } from '../harness/site.ts';
import type { Effort } from '../options.ts';
import type { Aim, Measure } from '../report/measure.ts';

interface Route {
  name: string;
  paths: string[];
  /** Requests/s over the fastify pair. Not where the stand-in for MongoDB is what takes the time. */
  aim?: Aim;
}

type Contender = Side & { name: string };

const SECOND_CONNECTIONS = 200;
/** What the stand-in for MongoDB carries. */
const STAND_IN_CONNECTIONS = [4, 16] as const;
const PATHS = 100;
/** With those that are there from the start they fill a page. */
const ROLES = 18;

/** Two processes and a Redis against a gateway and a service as they are written by hand. */
export async function measureCluster(effort: Effort): Promise<Measure[]> {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'site11-bench-'));
  return await measure('Cluster', folder.path, effort);
}

/** The same with all records in MongoDB, on both sides. */
export async function measureClusterOnMongo(effort: Effort): Promise<Measure[]> {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'site11-bench-'));
  await using mongo = await startMongo(folder.path);
  if (mongo !== undefined) {
    if (mongo.isStandIn)
      console.log('cluster-mongo: SecantusDB sets the pace, with few connections; give MONGO_URL for figures.');
    return await measure('Cluster on MongoDB', folder.path, effort, mongo);
  }
  console.log('Skipped: cluster-mongo needs MONGO_URL, or SecantusDB (CONTRIBUTING.md says how to get it).');
  return [];
}

async function measure(title: string, folder: string, effort: Effort, mongo?: Mongo): Promise<Measure[]> {
  const redisServer = findTool('redis');
  if (redisServer === undefined) {
    console.log('Skipped: a cluster needs redis-server.');
    return [];
  }
  await using cluster = await startCluster(join(folder, 'data'), redisServer, mongo);
  const { url } = cluster.side;
  const token = await login(url);
  const accounts = await seedAccounts(url, token, effort.accounts);
  const roles = await seedRoles(url, token);
  await using others = new AsyncDisposableStack();
  const shared = await readShared(url, { issuer: cluster.issuer, accounts, roles });
  const contenders = await startContenders(others, folder, {
    ...shared,
    ...(mongo && { mongo: { url: mongo.url, database: `${mongo.namespace}_baseline` } }),
  });
  const routes = mongo?.isStandIn ? routesOf(accounts).map(withoutAim) : routesOf(accounts);
  const urls = [url, ...contenders.map((contender) => contender.url)];
  await compareAnswers(
    urls,
    token,
    routes.map(({ paths }) => paths[0] as string),
  );
  const measures: Measure[] = [];
  const [few, many] = mongo?.isStandIn ? STAND_IN_CONNECTIONS : ([effort.connections, SECOND_CONNECTIONS] as const);
  for (const connections of [few, many]) {
    for (const route of routes) {
      measures.push(...(await measureRoute(title, route, cluster.side, contenders, { ...effort, connections })));
    }
  }
  return [...measures, ...(await measureScaling(title, cluster, accounts, { ...effort, connections: few }))];
}

function routesOf(accounts: readonly Account[]): Route[] {
  const aim = (atLeast: number): Aim => ({ of: 'ratio', atLeast });
  return [
    {
      name: 'one record (GET /api/v1/users/:id)',
      paths: accounts.slice(0, PATHS).map(({ id }) => `/api/v1/users/${id}`),
      aim: aim(2.5),
    },
    { name: '20 items (GET /api/v1/users)', paths: ['/api/v1/users?limit=20'], aim: aim(1.6) },
    {
      name: '20 roles (GET /api/v1/roles), which the Console answers from its cache',
      paths: ['/api/v1/roles?limit=20'],
      aim: aim(4),
    },
  ];
}

function withoutAim({ name, paths }: Route): Route {
  return { name, paths };
}

async function seedRoles(url: string, token: string): Promise<Role[]> {
  for (let number = 0; number < ROLES; number += 1) {
    const body = { name: `team-${number}`, description: `People of team ${number}`, permissions: ['users:read'] };
    await ask(url, 'POST', '/api/v1/roles', { token, body });
  }
  return (await ask<{ data: Role[] }>(url, 'GET', '/api/v1/roles?limit=100', { token })).data;
}

/** They share the fastify behind them, as what is compared is the gateway and its way there. */
async function startContenders(others: AsyncDisposableStack, folder: string, shared: Shared): Promise<Contender[]> {
  const app = others.use(await startBaseline(folder, 'fastify-app', { ...shared, isBehindProxy: true }));
  const start = async (name: string) => others.use(await startBaseline(folder, name, { ...shared, upstream: app.url }));
  const proxy = await start('fastify-proxy');
  const pair = { name: 'fastify-http-proxy', url: proxy.url, pids: [proxy.pid, app.pid] };
  const program = findTool('nginx');
  if (program === undefined) {
    console.log('Skipped: the comparison with nginx auth_request needs nginx.');
    return [pair];
  }
  const auth = await start('auth-server');
  const nginx = others.use(await startNginx(program, folder, auth.url, app.url));
  return [pair, { name: 'nginx auth_request', url: nginx.url, pids: [nginx.pid, auth.pid, app.pid] }];
}

async function measureRoute(
  title: string,
  { name, paths, aim }: Route,
  site: Side,
  contenders: Contender[],
  { connections, slices, sliceSeconds, warmUpSeconds }: Effort,
): Promise<Measure[]> {
  const token = await login(site.url);
  const sides: Side[] = [site, ...contenders];
  const taken = new Map<Side, Slice[]>(sides.map((side) => [side, []]));
  const turn = (side: Side, seconds: number) => async () => {
    taken.get(side)?.push(await loadSide(side, { paths, token, connections, seconds }));
  };
  await interleave(1, ...sides.map((side) => turn(side, warmUpSeconds)));
  for (const warmUp of taken.values()) warmUp.length = 0;
  await interleave(slices, ...sides.map((side) => turn(side, sliceSeconds)));
  return contenders.flatMap((contender, index) =>
    compareSlices(
      `${title} against ${contender.name}: ${name}, ${connections} connections`,
      { site: taken.get(site) ?? [], baseline: taken.get(contender) ?? [] },
      index === 0 && aim !== undefined ? { perSecond: aim, p99: { of: 'ratio', atMost: 1 } } : {},
    ),
  );
}

/** The same number of connections, half of them to each. */
async function measureScaling(
  title: string,
  cluster: Cluster,
  accounts: readonly Account[],
  effort: Effort,
): Promise<Measure[]> {
  const one = cluster.side;
  const other = await cluster.addConsole();
  const token = await login(other.url);
  const paths = accounts.slice(0, PATHS).map(({ id }) => `/api/v1/users/${id}`);
  const load = (connections: number, seconds: number) => ({ paths, token, connections, seconds });
  const speeds = { site: [] as number[], baseline: [] as number[] };
  const both = (seconds: number) => async () => {
    const half = load(effort.connections / 2, seconds);
    const slices = await Promise.all([loadSide(one, half), loadSide(other, half)]);
    speeds.site.push(slices.reduce((sum, { perSecond }) => sum + perSecond, 0));
  };
  const alone = (seconds: number) => async () => {
    speeds.baseline.push((await loadSide(one, load(effort.connections, seconds))).perSecond);
  };
  await interleave(1, both(effort.warmUpSeconds), alone(effort.warmUpSeconds));
  speeds.site = [];
  speeds.baseline = [];
  await interleave(effort.slices, both(effort.sliceSeconds), alone(effort.sliceSeconds));
  const group = `${title}, two Consoles against one: one record, ${effort.connections} connections`;
  return [{ group, name: 'requests/s', ...speeds }];
}
