import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { describeAttempt } from './login-attempt.ts';
import { LoginThrottle } from './login-throttle.ts';

const KNOWN = true;
const UNKNOWN = false;

let throttle: LoginThrottle;

beforeEach(() => {
  jest.useFakeTimers();
  throttle = new LoginThrottle(({ name, ...limit }) => new RateLimiterMemory({ ...limit, keyPrefix: name }));
});

afterEach(() => {
  jest.useRealTimers();
});

const attempt = (email: string, ip: string) => describeAttempt(email, { ip });

/** Seconds that an attempt would have to wait, without making it. */
async function secondsToWait(of: ReturnType<typeof attempt>, known: boolean): Promise<number> {
  const seconds = await throttle.begin(of, known);
  if (seconds === 0) await throttle.undo(of, known);
  return seconds;
}

/** Failures of one account from one address, or from as many addresses or accounts as there are failures. */
async function fail(times: number, of: (index: number) => ReturnType<typeof attempt>, known = UNKNOWN) {
  for (let index = 0; index < times; index += 1) await throttle.begin(of(index), known);
}

describe('Who failed', () => {
  test.each([
    ['4 times as one account at one address', 4, () => attempt('a@x.org', '10.0.0.1'), 0],
    ['5 times as one account at one address', 5, () => attempt('a@x.org', '10.0.0.1'), 60],
    ['29 times at one address as many accounts', 29, (n: number) => attempt(`${n}@x.org`, '10.0.0.1'), 0],
    ['30 times at one address as many accounts', 30, (n: number) => attempt(`${n}@x.org`, '10.0.0.1'), 60],
    ['19 times as one account at many addresses', 19, (n: number) => attempt('a@x.org', `10.1.0.${n}`), 0],
    ['20 times as one account at many addresses', 20, (n: number) => attempt('a@x.org', `10.1.0.${n}`), 60],
  ])('%s', async (_case, times, of, expected) => {
    await fail(times, of);
    expect(await secondsToWait(attempt('a@x.org', '10.0.0.1'), UNKNOWN)).toBe(expected);
  });

  test('waits also when they all come at once', async () => {
    const waits = await Promise.all(
      Array.from({ length: 60 }, (_, n) => throttle.begin(attempt('a@x.org', `10.2.0.${n}`), UNKNOWN)),
    );
    expect(waits.filter((seconds) => seconds === 0)).toHaveLength(20);
  });

  test('waits a minute at most, however often they fail', async () => {
    await fail(100, () => attempt('a@x.org', '10.0.0.1'));
    jest.advanceTimersByTime(59_000);
    expect(await secondsToWait(attempt('a@x.org', '10.0.0.1'), UNKNOWN)).toBe(1);
    jest.advanceTimersByTime(1_000);
    expect(await secondsToWait(attempt('a@x.org', '10.0.0.1'), UNKNOWN)).toBe(0);
  });

  test('is counted by account, however its address is written', async () => {
    await fail(5, (n) => attempt(['A@x.org', ' a@X.ORG ', 'a@x.org', 'ａ@x.org', 'a@x.org'][n] ?? '', '10.0.0.1'));
    expect(await secondsToWait(attempt('a@x.org', '10.0.0.1'), UNKNOWN)).toBe(60);
  });

  test('is counted by network, of which an IPv6 client holds many addresses', async () => {
    await fail(5, (n) => attempt('a@x.org', `2001:db8::${n}`));
    expect(await secondsToWait(attempt('a@x.org', '2001:db8::ffff'), UNKNOWN)).toBe(60);
    expect(await secondsToWait(attempt('a@x.org', '2001:db8:0:1::1'), UNKNOWN)).toBe(0);
  });
});

describe('The owner of an account that strangers attack from everywhere', () => {
  beforeEach(() => fail(500, (n) => attempt('owner@x.org', `10.${n >> 8}.${n & 255}.1`)));

  test('logs in from where they logged in lately', async () => {
    expect(await secondsToWait(attempt('owner@x.org', '192.0.2.1'), KNOWN)).toBe(0);
  });

  test('waits a minute at most anywhere else', async () => {
    expect(await secondsToWait(attempt('owner@x.org', '192.0.2.1'), UNKNOWN)).toBe(60);
  });
});

describe('A login that succeeds', () => {
  test('clears the failures of this account at this address', async () => {
    await fail(5, () => attempt('a@x.org', '10.0.0.1'));
    await throttle.succeeded(attempt('a@x.org', '10.0.0.1'), UNKNOWN);
    expect(await secondsToWait(attempt('a@x.org', '10.0.0.1'), UNKNOWN)).toBe(0);
  });

  test('does not buy new attempts on other accounts', async () => {
    await fail(29, (n) => attempt(`${n}@x.org`, '10.0.0.1'));
    await throttle.begin(attempt('own@x.org', '10.0.0.1'), UNKNOWN);
    await throttle.succeeded(attempt('own@x.org', '10.0.0.1'), UNKNOWN);
    await fail(1, () => attempt('b@x.org', '10.0.0.1'));
    expect(await secondsToWait(attempt('a@x.org', '10.0.0.1'), UNKNOWN)).toBe(60);
  });
});
