import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '../command-line.ts';

const MANIFEST = 'manifest.json';

/** What a backup holds, so that a restore can tell a whole one from a broken one. */
export interface Manifest {
  createdAt: string;
  /** Tells whether a secret is the one that this backup was made with. */
  secretFingerprint: string;
  files: Record<string, { bytes: number; sha256: string }>;
}

export function writeManifest(folder: string, files: readonly string[], secretFingerprint: string): void {
  const manifest: Manifest = {
    createdAt: new Date().toISOString(),
    secretFingerprint,
    files: Object.fromEntries(files.map((file) => [file, describe(join(folder, file))])),
  };
  writeFileSync(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
}

/** @throws CommandError unless the folder holds every file as it was written. */
export function readManifest(folder: string): Manifest {
  const manifest = parse(folder);
  for (const [file, expected] of Object.entries(manifest.files)) {
    let found: Manifest['files'][string] | undefined;
    try {
      found = describe(join(folder, file));
    } catch {
      throw new CommandError(`The backup is not whole: ${file} is missing or cannot be read.`);
    }
    if (found.sha256 !== expected.sha256) throw new CommandError(`The backup is not whole: ${file} was changed.`);
  }
  return manifest;
}

function parse(folder: string): Manifest {
  try {
    return JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')) as Manifest;
  } catch {
    throw new CommandError(`${folder} is not a backup: it has no readable ${MANIFEST}.`);
  }
}

function describe(path: string): { bytes: number; sha256: string } {
  return { bytes: statSync(path).size, sha256: createHash('sha256').update(readFileSync(path)).digest('hex') };
}
