import autocannon from 'autocannon';
import { answerJob } from '../harness/run-job.ts';
import { quantile } from '../report/statistics.ts';

export interface LoadInput {
  url: string;
  /** Asked for in turn. */
  paths: string[];
  token: string;
  connections: number;
  seconds: number;
}

export interface LoadResult {
  requests: number;
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
  p99: number;
  /** What went wrong; empty when every answer was a 2xx. */
  faults: string[];
}

await answerJob<LoadInput, LoadResult>(load);

async function load({ url, paths, token, connections, seconds }: LoadInput): Promise<LoadResult> {
  const times: number[] = [];
  let startedAt = 0;
  let lastAt = 0;
  const run = autocannon({
    url,
    connections,
    duration: seconds,
    // How often autocannon looks whether its time is up.
    sampleInt: 100,
    headers: { authorization: `Bearer ${token}` },
    requests: paths.map((path) => ({ path })),
  });
  run.on('start', () => {
    startedAt = performance.now();
  });
  run.on('response', (_client, _status, _bytes, milliseconds) => {
    times.push(milliseconds);
    lastAt = performance.now();
  });
  const result = await run;
  return {
    requests: times.length,
    perSecond: (times.length * 1000) / (lastAt - startedAt),
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    p99: quantile(times, 0.99),
    faults: faultsOf(result),
  };
}

function faultsOf({ statusCodeStats, errors, timeouts }: autocannon.Result): string[] {
  const statuses = Object.entries(statusCodeStats).filter(([status]) => !status.startsWith('2'));
  const faults = statuses.map(([status, { count }]) => `${count} answers were ${status}`);
  if (errors > 0) faults.push(`${errors} requests failed, ${timeouts} of them by timeout`);
  return faults;
}
