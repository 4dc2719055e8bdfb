import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders = new Set<string>();

/** A folder that is removed when the test file is done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(process.env.SITE11_TEST_RUN ?? tmpdir(), 'site11-'));
  folders.add(folder);
  return folder;
}

/** To be called when nothing runs in them any more. What is left goes with the folder of the whole run. */
export function removeTemporaryFolders(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders.clear();
}
