import type { Connection } from './connection.ts';
import { toProblem } from './sqlite-errors.ts';

const MINUTE = 60_000;
const HOUR = 60;

/** Rows up to which a table is small. */
const SMALL = 1000;
const STATISTICS = "SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'";
/** Each row of the statistics begins with the number of rows of its index. */
const DROP_SMALL =
  'DELETE FROM sqlite_stat1 WHERE tbl IN (SELECT tbl FROM sqlite_stat1 GROUP BY tbl HAVING max(CAST(stat AS INTEGER)) <= ?)';

interface Expiring {
  /** Answers whether there may be more. */
  removeExpired(): Promise<boolean>;
}

/** What a store does now and then: removes what has expired, and keeps SQLite's statistics of the indexes up to date. */
export class Upkeep {
  readonly #connection: Connection;
  readonly #collections: readonly Expiring[];
  readonly #timer: NodeJS.Timeout;
  #minutes = 0;
  #running: Promise<void> = Promise.resolve();

  constructor(connection: Connection, collections: readonly Expiring[]) {
    this.#connection = connection;
    this.#collections = collections;
    // Also tables that were not used yet; what was looked at before is not looked at again unless it has grown much.
    this.#analyze('PRAGMA optimize = 0x10002');
    this.#timer = setInterval(() => {
      this.#running = this.#running.then(() => this.#run());
    }, MINUTE).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /**
   * Statistics of a small table are dropped again: as long as they stand SQLite takes it for small, and reads all of it rather than an
   * index also when it has grown. A table without any it takes for large. Other processes see only what is left.
   */
  #analyze(pragma: string): void {
    const { database } = this.#connection;
    this.#connection.transaction(() => {
      database.exec(pragma);
      if (database.prepare(STATISTICS).get() !== undefined) database.prepare(DROP_SMALL).run(SMALL);
    });
    database.exec('ANALYZE sqlite_schema');
  }

  async #run(): Promise<void> {
    try {
      if (++this.#minutes % HOUR === 0) await this.#connection.write(() => this.#analyze('PRAGMA optimize'));
      for (const collection of this.#collections) while (await collection.removeExpired());
    } catch (error) {
      // Whatever it was is seen by the next write too, which has a caller to tell; a minute later this is tried again.
      this.#connection.writeFailure ??= toProblem(error);
    }
  }
}
