import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { interrupt, isInterrupted } from './harness/interruption.ts';
import { type Effort, HELP, type Options, readOptions, type Suite, UsageError } from './options.ts';
import type { Measure } from './report/measure.ts';
import { renderTable } from './report/table.ts';
import { measureCluster, measureClusterOnMongo } from './suites/cluster.ts';
import { measureHttp } from './suites/http.ts';
import { measureStart } from './suites/start.ts';
import { measureStore } from './suites/store.ts';

const suites: Record<Suite, (effort: Effort) => Promise<Measure[]>> = {
  http: measureHttp,
  start: measureStart,
  store: measureStore,
  cluster: measureCluster,
  'cluster-mongo': measureClusterOnMongo,
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt);

try {
  const options = readOptions(process.argv.slice(2));
  if (options === null) console.log(HELP);
  else await run(options);
} catch (error) {
  if (isInterrupted()) {
    console.error('Interrupted.');
    process.exitCode = 130;
  } else if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${HELP}`);
    process.exitCode = 2;
  } else throw error;
}

async function run({ suites: chosen, effort, jsonFile }: Options): Promise<void> {
  const machine = `Node ${process.version}, ${availableParallelism()} x ${cpus()[0]?.model ?? 'unknown processor'}`;
  console.log(machine);
  const measures: Measure[] = [];
  for (const suite of chosen) {
    console.log(`Measuring: ${suite} …`);
    measures.push(...(await suites[suite](effort)));
  }
  const ordered = Object.values(Object.groupBy(measures, ({ group }) => group)).flatMap((group) => group ?? []);
  console.log(`\n${renderTable(ordered)}`);
  if (jsonFile === undefined) return;
  writeFileSync(
    jsonFile,
    JSON.stringify({ machine, at: new Date().toISOString(), effort, measures: ordered }, null, 2),
  );
}
