import { setTimeout as wait } from 'node:timers/promises';
import { commonErrors } from '../../../lib/errors.ts';

/** Milliseconds between two looks at how late the event loop is. */
const INTERVAL = 100;
/** Milliseconds: later than that twice in a row is too much work; less than the second is fine again. */
const LATE = 250;
const IN_TIME = 100;
/** Requests in an interval that are always admitted: with so few it is something else that makes the process late. */
const FEW = 20;
/** Milliseconds that a refused client waits for its answer: those that come back at once would keep the process busy. */
const REFUSAL_DELAY = 1_000;
const MAX_REFUSALS = 5_000;

/**
 * Refuses what is too much, so that the rest is answered in time: more requests inside than the limit, or an event loop that is
 * late. What is admitted shrinks by a third as long as it is late, and grows again a twentieth at a time.
 */
export class LoadShedder {
  readonly #limit: number;
  readonly #timer: NodeJS.Timeout;
  #inside = 0;
  #refusing = 0;
  /** Share of requests that are admitted. */
  #share = 1;
  #credit = 0;
  /** Requests that came since the last look. */
  #came = 0;
  #lookedAt = performance.now();
  #wasLate = false;

  /** @param limit requests that may be inside at once. */
  constructor(limit: number) {
    this.#limit = limit;
    this.#timer = setInterval(() => this.#look(), INTERVAL).unref();
  }

  /** Whether the request may come in; then `leave` has to be called when it is answered. */
  enter(): boolean {
    this.#came += 1;
    if (this.#inside >= this.#limit || (this.#share < 1 && !this.#isAdmitted())) return false;
    this.#inside += 1;
    return true;
  }

  /** @throws common.unavailable (503) with Retry-After. */
  async refuse(): Promise<never> {
    if (this.#refusing < MAX_REFUSALS) {
      this.#refusing += 1;
      await wait(REFUSAL_DELAY);
      this.#refusing -= 1;
    }
    throw commonErrors.unavailable({ detail: 'There are too many requests for this process.', retryAfter: 1 });
  }

  leave(): void {
    this.#inside -= 1;
  }

  /** Waits for something that costs nothing here, such as the bytes of a slow client, without holding a place meanwhile. */
  async outside<T>(waiting: () => Promise<T>): Promise<T> {
    this.#inside -= 1;
    try {
      return await waiting();
    } finally {
      this.#inside += 1;
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #isAdmitted(): boolean {
    if (this.#came <= FEW) return true;
    this.#credit += this.#share;
    if (this.#credit < 1) return false;
    this.#credit -= 1;
    return true;
  }

  #look(): void {
    const now = performance.now();
    const delay = now - this.#lookedAt - INTERVAL;
    this.#lookedAt = now;
    const isLate = delay > LATE;
    // Once may be a garbage collection, or a machine that slept.
    if (isLate && this.#wasLate && this.#came > FEW) this.#share = Math.max(0.05, this.#share * 0.67);
    else if (delay < IN_TIME) this.#share = Math.min(1, this.#share + 0.05);
    this.#wasLate = isLate;
    this.#came = 0;
  }
}
