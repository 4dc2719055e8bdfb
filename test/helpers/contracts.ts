import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ActionContract } from '../../lib/contract.ts';

const root = join(import.meta.dirname, '../..');

/** The action contracts that a `*.contract.ts` exports, by the way to them in the code: "rolesContract.list". */
export async function contractsOf(file: string): Promise<Map<string, ActionContract>> {
  const exported = (await import(pathToFileURL(join(root, file)).href)) as Record<string, unknown>;
  const found = new Map<string, ActionContract>();
  for (const [name, value] of Object.entries(exported)) collect(value, name, found);
  return found;
}

export function contractFiles(folder = 'services'): string[] {
  return globSync(`${folder}/**/*.contract.ts`, { cwd: root }).sort();
}

function collect(value: unknown, name: string, found: Map<string, ActionContract>): void {
  if (typeof value !== 'object' || value === null) return;
  if ('params' in value && 'auth' in value) found.set(name, value as ActionContract);
  else if (/^\w+(\.\w+)?$/.test(name)) {
    for (const [key, inner] of Object.entries(value)) collect(inner, `${name}.${key}`, found);
  }
}
