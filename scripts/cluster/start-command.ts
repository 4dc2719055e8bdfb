import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** What `npm start` runs, as a process of a cluster. */
export function startCommand(): [string, ...string[]] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } };
  const [, ...args] = scripts.start.split(' ').map((word) => word.replaceAll('"', ''));
  return [process.execPath, ...args];
}
