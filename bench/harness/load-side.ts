import { deepStrictEqual } from 'node:assert';
import type { LoadInput, LoadResult } from '../jobs/load.ts';
import type { Aim, Measure } from '../report/measure.ts';
import { cpuTime } from './process-usage.ts';
import { runJob } from './run-job.ts';
import { ask } from './site.ts';

/** What answers requests: one process or several. */
export interface Side {
  url: string;
  pids: readonly number[];
}

/** One turn of a side under load. */
export interface Slice extends LoadResult {
  /** Microseconds of processor time a request, of all processes of the side. */
  cpu: number;
}

/** @throws unless every answer was a 2xx: refusals are quick, and would look like speed. */
export async function loadSide({ url, pids }: Side, load: Omit<LoadInput, 'url'>): Promise<Slice> {
  const spent = () => pids.reduce((sum, pid) => sum + cpuTime(pid), 0);
  const before = spent();
  const result = await runJob<LoadInput, LoadResult>('load', { url, ...load });
  const used = spent() - before;
  if (result.faults.length > 0) throw new Error(`Not all requests succeeded: ${result.faults.join('; ')}.`);
  return { ...result, cpu: (used * 1000) / result.requests };
}

/** The slices of two sides, number by number. */
export function compareSlices(
  group: string,
  slices: { site: Slice[]; baseline: Slice[] },
  aims: { perSecond?: Aim; p99?: Aim; cpu?: Aim },
): Measure[] {
  const measure = (name: string, field: 'perSecond' | 'p50' | 'p95' | 'p99' | 'cpu', aim?: Aim): Measure => ({
    group,
    name,
    site: slices.site.map((slice) => slice[field]),
    baseline: slices.baseline.map((slice) => slice[field]),
    ...(aim && { aim }),
  });
  return [
    measure('requests/s', 'perSecond', aims.perSecond),
    measure('p50, ms', 'p50'),
    measure('p95, ms', 'p95'),
    measure('p99, ms', 'p99', aims.p99),
    measure('CPU per request, µs', 'cpu', aims.cpu),
  ];
}

/** @throws when they do not answer the same, so that nothing else is compared than meant. */
export async function compareAnswers(urls: string[], token: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const [own, ...others] = await Promise.all(urls.map((url) => ask<object>(url, 'GET', path, { token })));
    for (const other of others) {
      deepStrictEqual(withoutCursor(own), withoutCursor(other), `The sides answer GET ${path} differently.`);
    }
  }
}

/** The site signs its cursors. */
function withoutCursor(body: unknown): unknown {
  return { ...(body as object), meta: undefined };
}
