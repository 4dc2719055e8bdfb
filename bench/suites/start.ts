import { mkdtempDisposableSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { interleave } from '../harness/interleave.ts';
import { cpuTime, residentMemory } from '../harness/process-usage.ts';
import { type Server, startServer } from '../harness/servers.ts';
import { startSite } from '../harness/site.ts';
import type { Effort } from '../options.ts';
import type { Measure } from '../report/measure.ts';

/** Milliseconds. */
interface StartTime {
  elapsed: number;
  cpu: number;
}

/** From the start of the process to its first "ready", and the memory that it then holds, against a fastify "hello". */
export async function measureStart({ starts, idleSeconds }: Effort): Promise<Measure[]> {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'site11-bench-'));
  const site = () => startSite(folder.path);
  const hello = () => startServer([process.execPath, join(import.meta.dirname, '../baseline/fastify-hello.ts')], {});

  // The first one makes databases, keys and the admin; what it costs is shown, but it happens once in a life.
  const first = await timeStart(site);
  const times = { site: [] as StartTime[], hello: [] as StartTime[] };
  await interleave(
    starts,
    async () => void times.site.push(await timeStart(site)),
    async () => void times.hello.push(await timeStart(hello)),
  );
  const idle = { site: await idleMemory(site, idleSeconds), hello: await idleMemory(hello, idleSeconds) };
  const group = 'Start';
  const measure = (name: string, field: keyof StartTime): Measure => ({
    group,
    name,
    site: times.site.map((time) => time[field]),
    baseline: times.hello.map((time) => time[field]),
  });
  return [
    { ...measure('ready after, ms', 'elapsed'), aim: { of: 'ratio', atMost: 3 } },
    measure('CPU until ready, ms', 'cpu'),
    { group, name: 'first start of all, ms', site: [first.elapsed], baseline: [] },
    {
      group: 'Memory',
      name: `${idleSeconds} s after the start, MB`,
      site: [idle.site],
      baseline: [idle.hello],
      aim: { of: 'site', atMost: 150 },
    },
  ];
}

async function timeStart(start: () => Promise<Server>): Promise<StartTime> {
  await using server = await start();
  return { elapsed: server.readyAfter, cpu: cpuTime(server.pid) };
}

async function idleMemory(start: () => Promise<Server>, seconds: number): Promise<number> {
  await using server = await start();
  await delay(seconds * 1000);
  return residentMemory(server.pid);
}
