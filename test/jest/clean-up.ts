import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Ends by pid what a crashed test file left running (test/helpers/site.ts notes each process it starts) and tidies up. */
export default function cleanUp(): void {
  const folder = process.env.SITE11_TEST_RUN;
  if (folder === undefined) return;
  for (const pid of readdirSync(join(folder, 'pids'))) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
  rmSync(folder, { recursive: true, force: true });
}
