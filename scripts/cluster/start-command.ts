import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/**
 * What `npm start` runs, as a process of a cluster: with room for 8 MB of what requests make, where one process is kept small
 * with 2 MB. Many requests wait for other nodes at once here, and what outlives a collection of the young heap costs again.
 */
export function startCommand(): [string, ...string[]] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } };
  const [, ...args] = scripts.start.split(' ').map((word) => word.replaceAll('"', ''));
  const others = args.filter((arg) => !arg.startsWith('--max-semi-space-size='));
  return [process.execPath, '--max-semi-space-size=8', ...others];
}
