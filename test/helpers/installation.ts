import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

const root = join(import.meta.dirname, '../..');

/** What deploy/make-secrets.sh works on, in a folder of its own, and then what it made. @returns the folder. */
export function makeInstallation(name: string): string {
  const folder = temporaryFolder();
  cpSync(join(root, 'deploy'), join(folder, 'deploy'), { recursive: true });
  cpSync(join(root, '.env.example'), join(folder, '.env.example'));
  execFileSync('sh', ['deploy/make-secrets.sh', name], { cwd: folder, stdio: 'pipe' });
  return folder;
}
