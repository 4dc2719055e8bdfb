/** Seconds that the budget looks back. */
const WINDOW = 10;
const SHARE = 0.1;
/** So many are allowed in a window whatever the traffic is: a tenth of very little would be nothing. */
const LEAST = 10;

interface Second {
  at: number;
  calls: number;
  retries: number;
}

/** Retries may be a tenth of the calls of the last ten seconds: when everything fails, trying again must not double the load. */
export class RetryBudget {
  readonly #seconds: Second[] = Array.from({ length: WINDOW }, () => ({ at: 0, calls: 0, retries: 0 }));

  countCall(): void {
    this.#now().calls += 1;
  }

  /** Whether there is a retry left; it is spent then. */
  take(): boolean {
    const current = this.#now();
    let calls = 0;
    let retries = 0;
    for (const second of this.#seconds) {
      if (second.at <= current.at - WINDOW) continue;
      calls += second.calls;
      retries += second.retries;
    }
    if (retries >= LEAST + calls * SHARE) return false;
    current.retries += 1;
    return true;
  }

  #now(): Second {
    const at = Math.floor(Date.now() / 1000);
    const second = this.#seconds[at % WINDOW] as Second;
    if (second.at !== at) Object.assign(second, { at, calls: 0, retries: 0 });
    return second;
  }
}
