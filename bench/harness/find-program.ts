import { accessSync, constants } from 'node:fs';
import { delimiter, resolve } from 'node:path';

/** Path of an installed program; undefined where there is none. Debian keeps servers where only root's PATH looks, the tests theirs in .cache. */
export function findProgram(name: string): string | undefined {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '.cache/mongo/bin']) {
    const file = resolve(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}
