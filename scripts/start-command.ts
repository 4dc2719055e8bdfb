import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/**
 * A call waits for another process: what was made for it has to stay young until the answer is there, or it ends up in the old
 * generation of the heap. `npm start`, where nothing waits, uses less memory instead (docs/decisions/0013-memory-under-load.md).
 */
const YOUNG_GENERATION = '--max-semi-space-size=32';
const FOR_ONE_PROCESS = ['--memory-saver-mode', '--initial-old-space-size', '--max-semi-space-size'];

/** What `npm start` runs, read from package.json so that it is written once. @param folder of the installation. */
export function startCommand(folder = root): [string, ...string[]] {
  const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { scripts: { start: string } };
  const [, ...args] = scripts.start.split(' ').map((word) => word.replaceAll('"', ''));
  return [process.execPath, ...args];
}

/** The same, as a process of a cluster. */
export function memberCommand(): [string, ...string[]] {
  const [node, ...args] = startCommand();
  return [node, YOUNG_GENERATION, ...args.filter((arg) => !FOR_ONE_PROCESS.includes(arg.split('=')[0] as string))];
}
