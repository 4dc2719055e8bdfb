import { checkpoint } from './background.ts';

/** Writes after which what is in the write-ahead log is worth being brought into the database file. */
const ENOUGH = 250;

/**
 * Has checkpoints made in the background: they wait for the disk, up to hundreds of milliseconds, which SQLite would otherwise
 * do in the middle of a write. Should they fail or fall behind, SQLite does so after all (wal_autocheckpoint).
 */
export class Checkpoints {
  readonly #file: string;
  readonly #stopping = new AbortController();
  #writes = 0;
  #running: Promise<void> | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  wrote(): void {
    this.#writes++;
    if (this.#writes < ENOUGH || this.#running !== null) return;
    this.#writes = 0;
    const done = () => {
      this.#running = null;
    };
    this.#running = checkpoint(this.#file, this.#stopping.signal).then(done, done);
  }

  /** Before the file is closed: a checkpoint would open it again. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }
}
