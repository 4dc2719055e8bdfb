import { mkdtempDisposableSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readShared, startBaseline } from '../harness/baseline.ts';
import { interleave } from '../harness/interleave.ts';
import { compareAnswers, compareSlices, loadSide, type Side, type Slice } from '../harness/load-side.ts';
import { residentMemory } from '../harness/process-usage.ts';
import { seedAccounts } from '../harness/seed-accounts.ts';
import { login, startSite } from '../harness/site.ts';
import type { Effort } from '../options.ts';
import type { Measure } from '../report/measure.ts';

interface Sides {
  site: Side;
  baseline: Side;
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
  await using baseline = await startBaseline(folder.path, 'fastify-app', await readShared(site.url, { accounts }));
  const sides = {
    site: { url: site.url, pids: [site.pid] },
    baseline: { url: baseline.url, pids: [baseline.pid] },
  };
  const paths = accounts.slice(0, PATHS).map(({ id }) => `/api/v1/users/${id}`);
  await compareAnswers([site.url, baseline.url], token, [paths[0] as string, LIST]);
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

async function measureRoute(group: string, sides: Sides, paths: string[], effort: Effort): Promise<Measure[]> {
  const token = await login(sides.site.url);
  const input = { paths, token, connections: effort.connections };
  const slices = { site: [] as Slice[], baseline: [] as Slice[] };
  const turn = (side: keyof Sides, seconds: number) => () =>
    loadSide(sides[side], { ...input, seconds }).then((slice) => void slices[side].push(slice));
  await interleave(1, turn('site', effort.warmUpSeconds), turn('baseline', effort.warmUpSeconds));
  slices.site = [];
  slices.baseline = [];
  await interleave(effort.slices, turn('site', effort.sliceSeconds), turn('baseline', effort.sliceSeconds));
  return compareSlices(`${group}, ${effort.connections} connections`, slices, {
    perSecond: { of: 'ratio', atLeast: 0.8 },
    cpu: { of: 'ratio', atMost: 1.25 },
  });
}
