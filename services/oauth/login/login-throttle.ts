import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { CounterOf, Limit } from './failure-counters.ts';
import type { LoginAttempt } from './login-attempt.ts';

/**
 * Only failures count, and nobody waits for longer than a minute: a limit that holds longer would let a stranger lock the
 * owner out. The limit on the account alone stops guessing from many networks and does not hold where the account logged
 * in lately, so that the owner at home does not notice it.
 */
export const LOGIN_LIMITS = {
  pair: { name: 'login-pair', points: 5, duration: 60 },
  network: { name: 'login-network', points: 30, duration: 60 },
  account: { name: 'login-account', points: 20, duration: 60 },
} satisfies Record<string, Limit>;

export class LoginThrottle {
  readonly #pair: RateLimiterAbstract;
  readonly #network: RateLimiterAbstract;
  readonly #account: RateLimiterAbstract;

  constructor(counterOf: CounterOf) {
    this.#pair = counterOf(LOGIN_LIMITS.pair);
    this.#network = counterOf(LOGIN_LIMITS.network);
    this.#account = counterOf(LOGIN_LIMITS.account);
  }

  /** Seconds until the attempt may be made; 0 for now. The same for accounts that do not exist. */
  async secondsToWait(attempt: LoginAttempt, knownNetwork: boolean): Promise<number> {
    const waits = this.#countersOf(attempt, knownNetwork).map(([counter, key]) => secondsLeft(counter, key));
    return Math.max(...(await Promise.all(waits)));
  }

  async failed(attempt: LoginAttempt, knownNetwork: boolean): Promise<void> {
    await Promise.all(this.#countersOf(attempt, knownNetwork).map(([counter, key]) => counter.penalty(key)));
  }

  /** The network's failures stay: logging into an account of their own must not buy a stranger new attempts on others. */
  async succeeded(attempt: LoginAttempt): Promise<void> {
    await this.#pair.delete(attempt.pair);
  }

  #countersOf({ pair, network, account }: LoginAttempt, knownNetwork: boolean): [RateLimiterAbstract, string][] {
    const counters: [RateLimiterAbstract, string][] = [
      [this.#pair, pair],
      [this.#network, network],
    ];
    return knownNetwork ? counters : [...counters, [this.#account, account]];
  }
}

async function secondsLeft(counter: RateLimiterAbstract, key: string): Promise<number> {
  const state = await counter.get(key);
  if (state === null || state.consumedPoints < counter.points || state.msBeforeNext <= 0) return 0;
  return Math.ceil(state.msBeforeNext / 1000);
}
