import { mkdtempDisposableSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runJob } from '../harness/run-job.ts';
import type { StoreInput, StoreResult } from '../jobs/store.ts';
import type { Effort } from '../options.ts';
import type { Measure } from '../report/measure.ts';

/** A collection of the store mixin against node:sqlite used by hand. */
export async function measureStore({ slices, documents }: Effort): Promise<Measure[]> {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'site11-bench-'));
  const input = { folder: folder.path, slices, documents };
  const result = await runJob<StoreInput, StoreResult>('store', input, { DATA_DIR: folder.path });
  return Object.entries(result).map(([name, speeds]) => ({
    group: 'Store against bare node:sqlite, operations/s',
    name,
    ...speeds,
    aim: { of: 'ratio', atLeast: 0.7 },
  }));
}
