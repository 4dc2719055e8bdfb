const FIRST = 500;
const LONGEST = 30_000;
/** A process that was well for so long has got over what it failed of. */
const RECOVERED = 60_000;

/** How long a process that ended by itself is left alone before it is started again. */
export class Backoff {
  #failures = 0;

  /** @param readyFor milliseconds that the process was ready for; 0 when it never was. */
  next(readyFor: number): number {
    if (readyFor >= RECOVERED) this.#failures = 0;
    const delay = Math.min(FIRST * 2 ** this.#failures, LONGEST);
    this.#failures += 1;
    return delay;
  }
}
