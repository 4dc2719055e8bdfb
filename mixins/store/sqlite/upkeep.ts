import type { Connection } from './connection.ts';
import { toProblem } from './sqlite-errors.ts';

const MINUTE = 60_000;
const HOUR = 60;

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
    connection.database.exec('PRAGMA optimize = 0x10002');
    this.#timer = setInterval(() => {
      this.#running = this.#running.then(() => this.#run());
    }, MINUTE).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      if (++this.#minutes % HOUR === 0) this.#connection.database.exec('PRAGMA optimize');
      for (const collection of this.#collections) while (await collection.removeExpired());
    } catch (error) {
      // Whatever it was is seen by the next write too, which has a caller to tell; a minute later this is tried again.
      this.#connection.writeFailure ??= toProblem(error);
    }
  }
}
