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

  /**
   * Counts the attempt as a failure before it is made, so that of many at the same time no more get through than one after the
   * other would. What turns out to be none is given back by `succeeded` or `undo`.
   * @returns seconds until the attempt may be made, the same for accounts that do not exist; 0 for now. Only then it counts.
   */
  async begin(attempt: LoginAttempt, knownNetwork: boolean): Promise<number> {
    const counters = this.#countersOf(attempt, knownNetwork);
    const waits = await Promise.all(
      counters.map(async ([counter, key]) => {
        const { consumedPoints, msBeforeNext } = await counter.penalty(key);
        return consumedPoints > counter.points ? Math.ceil(msBeforeNext / 1000) : 0;
      }),
    );
    const seconds = Math.max(...waits);
    if (seconds > 0) await this.undo(attempt, knownNetwork);
    return seconds;
  }

  /** The attempt was not made: whether the password is right was not looked at. */
  async undo(attempt: LoginAttempt, knownNetwork: boolean): Promise<void> {
    await Promise.all(this.#countersOf(attempt, knownNetwork).map(([counter, key]) => counter.reward(key)));
  }

  /** The network's other failures stay: logging into an account of their own must not buy a stranger new attempts on others. */
  async succeeded(attempt: LoginAttempt, knownNetwork: boolean): Promise<void> {
    await this.undo(attempt, knownNetwork);
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
