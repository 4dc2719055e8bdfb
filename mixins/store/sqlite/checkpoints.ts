import { checkpoint } from './background.ts';

/** Writes after which what is in the write-ahead log is worth being brought into the database file. */
const ENOUGH = 250;

/**
 * Has checkpoints made in the background: they wait for the disk, up to hundreds of milliseconds, which SQLite would otherwise
 * do in the middle of a write. Should they fail or fall behind, SQLite does so after all (wal_autocheckpoint).
 */
export class Checkpoints {
  readonly #file: string;
  #writes = 0;
  #running = false;

  constructor(file: string) {
    this.#file = file;
  }

  wrote(): void {
    this.#writes++;
    if (this.#writes < ENOUGH || this.#running) return;
    this.#writes = 0;
    this.#running = true;
    const done = () => {
      this.#running = false;
    };
    checkpoint(this.#file).then(done, done);
  }
}
