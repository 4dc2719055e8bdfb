import { Readable } from 'node:stream';

/**
 * One client's server-sent events (HTML living standard, section 9.2). A client that reads slower than frames come misses
 * frames instead of making the process keep them.
 */
export class StatusStream extends Readable {
  readonly #onFirstRead: (stream: StatusStream) => void;
  #isRead = false;
  #isWanted = false;

  constructor(onFirstRead: (stream: StatusStream) => void) {
    super({ highWaterMark: 64 * 1024 });
    this.#onFirstRead = onFirstRead;
  }

  /** Sends the text, unless the client has not yet taken what came before. */
  offer(text: string): void {
    if (this.#isWanted) this.#isWanted = this.push(text);
  }

  /** Ends after what was sent already. */
  finish(): void {
    this.#isWanted = false;
    if (!this.destroyed) this.push(null);
  }

  override _read(): void {
    this.#isWanted = true;
    if (this.#isRead) return;
    this.#isRead = true;
    this.push('retry: 3000\n\n');
    this.#onFirstRead(this);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#isWanted = false;
    done(error);
  }
}
