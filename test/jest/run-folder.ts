import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Gives the run a folder of its own: code under test that reads DATA_DIR writes there, never into the developer's ./data,
 * and test/helpers/site.ts notes the processes there that it starts.
 */
export default function makeRunFolder(): void {
  const folder = mkdtempSync(join(tmpdir(), 'site11-tests-'));
  mkdirSync(join(folder, 'pids'));
  process.env.SITE11_TEST_RUN = folder;
  process.env.DATA_DIR = join(folder, 'data');
}
