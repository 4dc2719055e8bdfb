import type { WriteStream } from 'node:tty';

/** Lines that scroll, above a block that stays; on anything but a terminal only the lines. */
export class Terminal {
  readonly #out: WriteStream;
  #block: string[] = [];

  constructor(out: WriteStream) {
    this.#out = out;
  }

  line(text: string): void {
    if (!this.#out.isTTY) {
      this.#out.write(`${text}\n`);
      return;
    }
    const block = this.#block;
    this.#clear();
    this.#out.write(`${text}\n`);
    this.#draw(block);
  }

  /** Where there is no terminal nobody watches: `npm run cluster -- status` tells then. */
  block(lines: string[]): void {
    if (!this.#out.isTTY) return;
    this.#clear();
    this.#draw(lines);
  }

  #clear(): void {
    if (this.#block.length === 0) return;
    this.#out.write(`\u001b[${this.#block.length}A\u001b[0J`);
    this.#block = [];
  }

  /** Cut to the width: a line that wraps would count as one and take two. */
  #draw(lines: string[]): void {
    for (const line of lines) this.#out.write(`${line.slice(0, Math.max(20, this.#out.columns - 1))}\n`);
    this.#block = lines;
  }
}
