import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { env } from '../../lib/env.ts';

const servicesFolder = join(import.meta.dirname, '../../services');

/**
 * Services that this process has to run: those of SERVICES, else every folder of services/ that holds one. A mask that matches
 * nothing still starts a process that looks healthy, so that what should be there has to be known from elsewhere.
 */
export function expectedServices(folder = servicesFolder, selected = env.SERVICES): string[] {
  if (selected !== undefined) {
    const names = selected.split(',').map((name) => name.trim());
    return names.filter((name) => name !== '' && !name.startsWith('!')).sort();
  }
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, `${entry.name}.service.ts`)))
    .map((entry) => entry.name)
    .sort();
}
