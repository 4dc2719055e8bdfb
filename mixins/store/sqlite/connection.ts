import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { env } from '../../../lib/env.ts';
import { Checkpoints } from './checkpoints.ts';
import { GroupCommit } from './group-commit.ts';
import { isBusy, toProblem } from './sqlite-errors.ts';

/** How long a write waits for other processes in all, in milliseconds. */
const PATIENCE = 5000;
/** How long SQLite itself waits, which it does on the event loop. */
const MOMENT = 25;

/** One open database: cached statements, transactions, and the meaning of failures. */
export class Connection {
  readonly file: string;
  readonly database: DatabaseSync;
  readonly checkpoints: Checkpoints;
  /** The last write that the disk refused; until one succeeds again the store is not healthy. */
  writeFailure: unknown = null;
  /** While another process is in the way: until the next write tries. */
  #pause: Promise<void> | null = null;
  readonly #statements = new LRUCache<string, StatementSync>({ max: 500 });
  readonly #group: GroupCommit | null;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #rollback: StatementSync;

  constructor(file: string, database: DatabaseSync) {
    this.file = file;
    this.database = database;
    this.checkpoints = new Checkpoints(file);
    this.#group = env.STORE_SYNC === 'full' ? new GroupCommit(this) : null;
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#rollback = database.prepare('ROLLBACK');
  }

  /** From now on there is an event loop to be kept free: waiting is done by `write`. */
  serve(): void {
    this.database.exec(`PRAGMA busy_timeout = ${MOMENT}`);
  }

  /** A compiled statement that answers rows as arrays, which is the cheapest form. */
  prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.database.prepare(sql, { returnArrays: true });
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Runs `work` as a transaction, or as a part of the one that is open. */
  transaction<T>(work: () => T): T {
    if (this.database.isTransaction) return this.part(work);
    this.#begin.run();
    try {
      const result = work();
      this.#commit.run();
      return result;
    } catch (error) {
      // Some failures (a full disk among them) make SQLite itself roll back.
      if (this.database.isTransaction) this.#rollback.run();
      throw error;
    }
  }

  /** Runs `work` as a part of the open transaction, which goes on when that fails. */
  part<T>(work: () => T): T {
    this.database.exec('SAVEPOINT part');
    try {
      const result = work();
      this.database.exec('RELEASE part');
      return result;
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK TO part; RELEASE part');
      throw error;
    }
  }

  /**
   * Writes, again when another process was in the way: SQLite itself waits only for moments, because it holds up the event loop.
   * One write finds out for all; if each did, their moments would add up.
   * @throws the problem that the failure stands for
   */
  async write<T>(work: () => T): Promise<T> {
    for (const start = Date.now(); ; ) {
      while (this.#pause !== null) await this.#pause;
      try {
        const result = this.#group === null || this.database.isTransaction ? work() : await this.#group.write(work);
        this.writeFailure = null;
        this.checkpoints.wrote();
        return result;
      } catch (error) {
        if (!isBusy(error) || this.database.isTransaction) throw this.#failure(error);
        this.#pause ??= setTimeout(5 + Math.random() * 20).then(() => {
          this.#pause = null;
        });
        if (Date.now() - start > PATIENCE) throw this.#failure(error);
      }
    }
  }

  #failure(error: unknown): unknown {
    const problem = toProblem(error);
    if (problem !== error && (problem as { code: number }).code >= 503) this.writeFailure = problem;
    return problem;
  }
}
