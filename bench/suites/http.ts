import { deepStrictEqual } from 'node:assert';
import type { webcrypto } from 'node:crypto';
import { mkdirSync, mkdtempDisposableSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from '../baseline/accounts.schema.ts';
import type { BaselineInput } from '../baseline/fastify-app.ts';
import { interleave } from '../harness/interleave.ts';
import { cpuTime, residentMemory } from '../harness/process-usage.ts';
import { runJob } from '../harness/run-job.ts';
import { seedAccounts } from '../harness/seed-accounts.ts';
import { type Server, startServer } from '../harness/servers.ts';
import { ask, login, startSite } from '../harness/site.ts';
import type { LoadInput, LoadResult } from '../jobs/load.ts';
import type { Effort } from '../options.ts';
import type { Measure } from '../report/measure.ts';

interface Slice extends LoadResult {
  /** Microseconds of processor time a request. */
  cpu: number;
}

interface Sides {
  site: Server;
  baseline: Server;
}

const LIST = '/api/v1/users?limit=20';
/** Different records that are asked for in turn; autocannon prepares each of them for each connection. */
const PATHS = 100;

/** The site against a fastify app that answers the same from the same records. */
export async function measureHttp(effort: Effort): Promise<Measure[]> {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'site11-bench-'));
  await using site = await startSite(join(folder.path, 'data'));
  const token = await login(site.url);
  const accounts = await seedAccounts(site.url, token, effort.accounts);
  await using baseline = await startBaseline(folder.path, site.url, accounts);
  const sides = { site, baseline };
  const paths = accounts.slice(0, PATHS).map(({ id }) => `/api/v1/users/${id}`);
  await compareAnswers(sides, token, [paths[0] as string, LIST]);
  const one = await measureRoute('GET /api/v1/users/:id', sides, paths, effort);
  const list = await measureRoute('GET /api/v1/users?limit=20', sides, [LIST], effort);
  const memory: Measure = {
    group: 'Memory',
    name: 'after the load, MB',
    site: [residentMemory(site.pid)],
    baseline: [residentMemory(baseline.pid)],
    aim: { of: 'site', atMost: 150 },
  };
  return [...one, ...list, memory];
}

async function startBaseline(parent: string, issuer: string, accounts: Account[]): Promise<Server> {
  const folder = join(parent, 'baseline');
  mkdirSync(folder);
  const { keys } = await ask<{ keys: webcrypto.JsonWebKey[] }>(issuer, 'GET', '/.well-known/jwks.json');
  const input: BaselineInput = { accounts, key: keys[0] as webcrypto.JsonWebKey, issuer, folder };
  const file = join(folder, 'input.json');
  writeFileSync(file, JSON.stringify(input));
  const app = join(import.meta.dirname, '../baseline/fastify-app.ts');
  return startServer([process.execPath, app], { BASELINE_INPUT: file });
}

/** @throws when the two do not answer the same, so that nothing else is compared than meant. */
async function compareAnswers({ site, baseline }: Sides, token: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const [own, other] = await Promise.all([site, baseline].map(({ url }) => ask<object>(url, 'GET', path, { token })));
    deepStrictEqual(withoutCursor(own), withoutCursor(other), `The two sides answer GET ${path} differently.`);
  }
}

/** The site signs its cursors. */
function withoutCursor(body: unknown): unknown {
  return { ...(body as object), meta: undefined };
}

async function measureRoute(group: string, sides: Sides, paths: string[], effort: Effort): Promise<Measure[]> {
  const token = await login(sides.site.url);
  const input = { paths, token, connections: effort.connections };
  const slices = { site: [] as Slice[], baseline: [] as Slice[] };
  const turn = (side: keyof Sides, seconds: number) => () =>
    loadServer(sides[side], { ...input, seconds }).then((slice) => void slices[side].push(slice));
  await interleave(1, turn('site', effort.warmUpSeconds), turn('baseline', effort.warmUpSeconds));
  slices.site = [];
  slices.baseline = [];
  await interleave(effort.slices, turn('site', effort.sliceSeconds), turn('baseline', effort.sliceSeconds));

  const measure = (name: string, field: keyof Slice & ('perSecond' | 'p50' | 'p95' | 'p99' | 'cpu')): Measure => ({
    group: `${group}, ${effort.connections} connections`,
    name,
    site: slices.site.map((slice) => slice[field]),
    baseline: slices.baseline.map((slice) => slice[field]),
  });
  return [
    { ...measure('requests/s', 'perSecond'), aim: { of: 'ratio', atLeast: 0.8 } },
    measure('p50, ms', 'p50'),
    measure('p95, ms', 'p95'),
    measure('p99, ms', 'p99'),
    { ...measure('CPU per request, µs', 'cpu'), aim: { of: 'ratio', atMost: 1.25 } },
  ];
}

/** @throws unless every answer was a 2xx: refusals are quick, and would look like speed. */
async function loadServer(server: Server, load: Omit<LoadInput, 'url'>): Promise<Slice> {
  const before = cpuTime(server.pid);
  const result = await runJob<LoadInput, LoadResult>('load', { url: server.url, ...load });
  const used = cpuTime(server.pid) - before;
  if (result.faults.length > 0) throw new Error(`Not all requests succeeded: ${result.faults.join('; ')}.`);
  return { ...result, cpu: (used * 1000) / result.requests };
}
