import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Gives the run a folder of its own: code under test that reads DATA_DIR writes there, never into the developer's ./data,
 * temporary folders are in it, and test/helpers/server-process.ts notes the processes there that it starts.
 */
export default function makeRunFolder(): void {
  const folder = mkdtempSync(join(tmpdir(), 'site11-tests-'));
  // A test that runs the server as another user has to let it through.
  chmodSync(folder, 0o711);
  mkdirSync(join(folder, 'pids'));
  process.env.SITE11_TEST_RUN = folder;
  process.env.DATA_DIR = join(folder, 'data');
  // Sites as clusters share it; whoever reads REDIS_URL in the process of the tests starts one of its own.
  if (process.env.REDIS_URL) process.env.TEST_REDIS_URL = process.env.REDIS_URL;
  delete process.env.REDIS_URL;
  // For the tests that are about it; all others keep their data in SQLite, unless they are told (test/helpers/store-env.ts).
  if (process.env.MONGO_URL) process.env.TEST_MONGO_URL = process.env.MONGO_URL;
  if (process.env.TEST_STORE !== 'mongo') delete process.env.MONGO_URL;
  // However the run ends. Jest's own teardown is not called when it is interrupted.
  process.once('exit', () => cleanUp(folder));
  process.once('SIGTERM', () => process.exit(143));
}

/** Ends by pid what a test file left running that crashed or was interrupted, and tidies up. */
function cleanUp(folder: string): void {
  for (const pid of readdirSync(join(folder, 'pids'))) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It has just ended.
    }
  }
  rmSync(folder, { recursive: true, force: true });
}
