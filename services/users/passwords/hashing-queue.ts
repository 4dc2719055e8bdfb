import { usersErrors } from '../users.errors.ts';

/**
 * Lets few run at a time and keeps a bounded number waiting; more are turned away. Hashing is meant to be slow: without a
 * limit a flood of logins would take all threads, all memory and, by its queue, all patience.
 */
export class HashingQueue {
  readonly #parallel: number;
  readonly #longest: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(limits: { parallel: number; waiting: number }) {
    this.#parallel = limits.parallel;
    this.#longest = limits.waiting;
  }

  /** @throws users.busy (503, with Retry-After) when too many wait already. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running < this.#parallel) this.#running += 1;
    else await this.#turn();
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  /** The place of the one that finished is handed over, so that nobody new slips in between. */
  #turn(): Promise<void> {
    if (this.#waiting.length >= this.#longest) throw usersErrors.busy({ retryAfter: 2 });
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    return promise;
  }
}
