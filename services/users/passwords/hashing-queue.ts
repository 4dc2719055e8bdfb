import { usersErrors } from '../users.errors.ts';

interface Limits {
  parallel: number;
  /** How many may wait. */
  waiting: number;
  /** Milliseconds for which one waits: less than the caller's patience, so that it hears why. */
  patience: number;
}

/**
 * Lets few run at a time and keeps a bounded number waiting for a bounded time; others are turned away. Hashing is meant to be
 * slow: without limits a flood of logins would take all threads, all memory and, by its queue, all patience.
 */
export class HashingQueue {
  readonly #limits: Limits;
  readonly #waiting = new Set<() => void>();
  #running = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** @throws users.busy (503, with Retry-After) when too many wait already, or it took too long. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running < this.#limits.parallel) this.#running += 1;
    else await this.#turn();
    try {
      return await work();
    } finally {
      const [next] = this.#waiting;
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  /** The place of the one that finished is handed over, so that nobody new slips in between. */
  #turn(): Promise<void> {
    if (this.#waiting.size >= this.#limits.waiting) throw busy();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const begin = () => {
      clearTimeout(timer);
      this.#waiting.delete(begin);
      resolve();
    };
    const timer = setTimeout(() => {
      this.#waiting.delete(begin);
      reject(busy());
    }, this.#limits.patience);
    this.#waiting.add(begin);
    return promise;
  }
}

function busy() {
  return usersErrors.busy({ retryAfter: 2 });
}
