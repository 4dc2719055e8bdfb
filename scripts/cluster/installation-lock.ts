import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { env } from '../../lib/env.ts';
import { CommandError } from '../command-line.ts';

/** https://sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

/**
 * Makes this process the only supervisor of DATA_DIR for as long as it lives. A file that is there or not would stay behind when the
 * process is killed, and of two that find such a file at the same moment each would remove the other's. SQLite's lock is the operating
 * system's: it goes with the process.
 * @returns how to give it back.
 * @throws CommandError when another supervisor runs.
 */
export function lockInstallation(): () => void {
  mkdirSync(env.DATA_DIR, { recursive: true, mode: 0o700 });
  const file = new DatabaseSync(join(env.DATA_DIR, 'cluster.lock'));
  try {
    file.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    file.close();
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error;
    throw new CommandError(`A supervisor runs on ${env.DATA_DIR} already: "npm run cluster -- status" shows it.`);
  }
  return () => file.close();
}
