import type { Connection } from './connection.ts';

interface Entry {
  run(): void;
  refuse(error: unknown): void;
  /** Tells the caller what came out, once it is on disk. */
  settle(): void;
}

/**
 * Commits the writes that come in one turn of the event loop as one. Used where each commit waits for the disk (STORE_SYNC=full):
 * a hundred parallel requests then wait once.
 */
export class GroupCommit {
  readonly #connection: Connection;
  #entries: Entry[] = [];

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Runs `work` with others in one transaction; its failure is its own. Resolves when the transaction is durable. */
  write<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      let settle = () => reject(new Error('The write did not run.'));
      this.#entries.push({
        run: () => {
          const result = this.#connection.part(work);
          settle = () => resolve(result);
        },
        refuse: (error) => {
          settle = () => reject(error);
        },
        settle: () => settle(),
      });
      if (this.#entries.length === 1) setImmediate(() => this.#commit());
    });
  }

  #commit(): void {
    const entries = this.#entries;
    this.#entries = [];
    try {
      this.#connection.transaction(() => {
        for (const entry of entries) this.#runPart(entry);
      });
    } catch (error) {
      for (const entry of entries) entry.refuse(error);
    }
    for (const entry of entries) entry.settle();
  }

  #runPart(entry: Entry): void {
    try {
      entry.run();
    } catch (error) {
      // SQLite gave up the whole transaction (a full disk): none of its writes has happened.
      if (!this.#connection.database.isTransaction) throw error;
      entry.refuse(error);
    }
  }
}
