import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { CommandError } from '../command-line.ts';

/**
 * Copies databases as they were at one instant, while the installation goes on writing. One instant for all of them: a
 * consumer's checkpoint must never be ahead of the log that it reads, or events that come after a restore would be skipped.
 * @param files paths relative to `from`, which are also their paths below `to`.
 */
export async function copyDatabases(from: string, to: string, files: readonly string[]): Promise<void> {
  const readers = files.map((file) => open(join(from, file)));
  try {
    holdOneInstant(
      files.map((file) => join(from, file)),
      readers,
    );
    for (const [index, file] of files.entries()) {
      const copy = join(to, file);
      mkdirSync(dirname(copy), { recursive: true, mode: 0o700 });
      await backup(readers[index] as DatabaseSync, copy);
      checkIntegrity(copy, file);
    }
  } finally {
    for (const reader of readers) reader.close();
  }
}

/** @throws CommandError unless SQLite finds the whole database sound. */
export function checkIntegrity(path: string, name: string): void {
  let result: unknown;
  try {
    using database = open(path);
    result = database.prepare('PRAGMA integrity_check').get()?.integrity_check;
  } catch (error) {
    result = (error as Error).message;
  }
  if (result !== 'ok') throw new CommandError(`${name} is damaged: ${result}`);
}

/**
 * Keeps all writers out for the moment that it takes to begin one read transaction on each database; in WAL mode a reader
 * then sees that instant for as long as its transaction lasts, and keeps nobody from writing.
 */
function holdOneInstant(paths: readonly string[], readers: readonly DatabaseSync[]): void {
  const locks = paths.map(open);
  try {
    for (const lock of locks) lock.exec('BEGIN IMMEDIATE');
    for (const reader of readers) {
      reader.exec('BEGIN');
      reader.prepare('SELECT count(*) FROM sqlite_schema').get();
    }
  } finally {
    for (const lock of locks) lock.close();
  }
}

function open(path: string): DatabaseSync {
  return new DatabaseSync(path, { timeout: 10_000 });
}
