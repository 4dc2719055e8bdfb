import { mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';

/** All pages in one step: a step reads one moment, between two steps a write would begin the copy anew. */
const EVERY_PAGE = 2 ** 31 - 1;

/** Copies the database as it is at one moment, off the event loop, into a folder where it is not yet. */
export async function backUp(file: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const copy = join(folder, basename(file));
  // "x": what is there already is never written over.
  await (await open(copy, 'wx', 0o600)).close();
  const source = new DatabaseSync(file, { readOnly: true });
  try {
    await backup(source, copy, { rate: EVERY_PAGE });
  } finally {
    source.close();
  }
}
