import type { WriteStream } from 'node:tty';
import { standardOutput } from '../../lib/log.ts';

/** Lines that scroll, above a block that stays; on anything but a terminal only the lines. */
export class Terminal {
  readonly #screen: WriteStream | undefined;
  readonly #lines: { write(text: string): unknown };
  #block: string[] = [];

  constructor(out: WriteStream) {
    this.#screen = out.isTTY ? out : undefined;
    // A terminal that is closed must not end the supervisor; everything else is written by what takes care of that.
    this.#lines = this.#screen?.on('error', () => undefined) ?? standardOutput();
  }

  line(text: string): void {
    const block = this.#block;
    this.#clear();
    this.#lines.write(`${text}\n`);
    if (block.length > 0) this.#draw(block);
  }

  /** Where there is no terminal nobody watches: `npm run cluster -- status` tells then. */
  block(lines: string[]): void {
    this.#clear();
    this.#draw(lines);
  }

  #clear(): void {
    if (this.#block.length === 0) return;
    this.#screen?.write(`\u001b[${this.#block.length}A\u001b[0J`);
    this.#block = [];
  }

  /** Cut to the width: a line that wraps would count as one and take two. */
  #draw(lines: string[]): void {
    if (this.#screen === undefined) return;
    for (const line of lines) this.#screen.write(`${line.slice(0, Math.max(20, this.#screen.columns - 1))}\n`);
    this.#block = lines;
  }
}
