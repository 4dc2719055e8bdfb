import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CommandError, runCommand } from './command-line.ts';
import { flags, readOptions, usage } from './soak/options.ts';
import { picture } from './soak/picture.ts';
import { Recording } from './soak/recording.ts';
import { type SoakedCluster, startSoakedCluster } from './soak/soaked-cluster.ts';
import { judge } from './soak/verdict.ts';
import { Visitors } from './soak/visitors.ts';

const REPORT_EVERY = 60_000;

// `npm run soak`: a cluster of its own under a mixed load for an hour, and a picture of what its processes used meanwhile.
await runCommand({ usage, options: flags }, async ({ values }) => {
  const options = readOptions(values);
  const folder = mkdtempSync(join(tmpdir(), 'site11-soak-'));
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
  let cluster: SoakedCluster | undefined;
  try {
    cluster = await startSoakedCluster(folder, options);
    const visitors = await Visitors.come(cluster.urls, cluster.admin, options.visitors);
    const recording = await record(cluster, visitors, options.minutes * 60_000, interrupted.signal);
    await visitors.leave();
    const verdict = judge(recording, visitors.failures);
    const file = resolve(options.picture);
    writeFileSync(file, picture(recording, verdict.text));
    console.log(`${file}\n${verdict.text}`);
    if (!verdict.isGood) process.exitCode = 1;
  } finally {
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Looks at the processes again and again until the time is over, somebody interrupts, or the cluster ends. */
async function record(
  cluster: SoakedCluster,
  visitors: Visitors,
  milliseconds: number,
  interrupted: AbortSignal,
): Promise<Recording> {
  const recording = new Recording();
  // Some hundred points make a line, however long it took.
  const pause = Math.max(500, Math.min(5_000, milliseconds / 200));
  const startedAt = performance.now();
  let toldAt = startedAt;
  while (performance.now() - startedAt < milliseconds && !interrupted.aborted) {
    await wait(pause, undefined, { signal: interrupted }).catch(() => undefined);
    if (!cluster.isRunning()) throw new CommandError(`The cluster ended:\n${cluster.lastLines()}`);
    recording.add(performance.now() - startedAt, await cluster.usage(), visitors.takeLatencies());
    if (performance.now() - toldAt < REPORT_EVERY) continue;
    toldAt = performance.now();
    console.log(`${Math.round((toldAt - startedAt) / 60_000)} min: ${visitors.sent} requests`);
  }
  return recording;
}
