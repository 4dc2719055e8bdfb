import type { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

/** Milliseconds between two looks at what others counted. */
const SYNC_INTERVAL = 100;
/** Milliseconds by which the windows here may end later than in Redis. */
const SKEW = 1_000;

/**
 * One limit for several processes that costs a request nothing: each counts in its own memory, and ten times a second adds what
 * it counted to the count in Redis and takes the sum over. A caller exceeds the limit at most by what each process lets through
 * in one such tenth of a second, once a window. Without Redis each process holds the limit for itself.
 */
export class SharedCount {
  readonly #memory: RateLimiterMemory;
  readonly #redis: RateLimiterRedis;
  readonly #onOutage: (error: unknown) => void;
  /** Counted here and not told yet, by key. */
  #untold = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #isAway = false;

  constructor(memory: RateLimiterMemory, redis: RateLimiterRedis, onOutage: (error: unknown) => void) {
    this.#memory = memory;
    this.#redis = redis;
    this.#onOutage = onOutage;
  }

  consume(key: string): Promise<RateLimiterRes> {
    this.#untold.set(key, (this.#untold.get(key) ?? 0) + 1);
    this.#timer ??= setTimeout(() => void this.#sync(), SYNC_INTERVAL).unref();
    return this.#memory.consume(key);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  async #sync(): Promise<void> {
    const counted = this.#untold;
    this.#untold = new Map();
    const results = await Promise.allSettled([...counted].map(([key, points]) => this.#tell(key, points)));
    this.#noteOutage(results.find((result) => result.status === 'rejected'));
    this.#timer = undefined;
    // What came meanwhile set no timer.
    if (this.#untold.size > 0) this.#timer = setTimeout(() => void this.#sync(), SYNC_INTERVAL).unref();
  }

  async #tell(key: string, points: number): Promise<void> {
    const { consumedPoints, msBeforeNext } = await this.#redis.penalty(key, points);
    const since = this.#untold.get(key) ?? 0;
    const here = await this.#memory.get(key);
    const lost = (here?.consumedPoints ?? 0) - consumedPoints - since;
    // A Redis that was restarted has forgotten what this process still knows.
    if (here !== null && lost > 0 && here.msBeforeNext > SKEW) this.#untold.set(key, since + lost);
    else await this.#memory.set(key, consumedPoints + since, msBeforeNext / 1000);
  }

  #noteOutage(failed: PromiseRejectedResult | undefined): void {
    if (failed !== undefined && !this.#isAway) this.#onOutage(failed.reason);
    this.#isAway = failed !== undefined;
  }
}
