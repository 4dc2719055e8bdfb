import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { LoadShedder } from './load-shedder.ts';

/** Longer than what is late, together with the interval between two looks. */
const BLOCKED = 400;

let load: LoadShedder;

beforeEach(() => {
  load = new LoadShedder(1_000_000);
});

afterEach(() => load.close());

/** How many of so many requests at once are admitted. */
const admitted = (requests: number) => Array.from({ length: requests }, () => load.enter()).filter(Boolean).length;

/** The work of one long turn of the event loop, and the look that comes after it. */
const hold = async (requests: number) => {
  admitted(requests);
  for (const until = performance.now() + BLOCKED; performance.now() < until; );
  await wait(1);
};

describe('A Console whose event loop is late', () => {
  test('takes less the longer that lasts, but always a few, and everything again when it is over', async () => {
    expect(admitted(100)).toBe(100);
    await hold(100);
    await hold(100);
    const some = admitted(100);
    expect(some).toBeGreaterThan(20);
    expect(some).toBeLessThan(100);
    await hold(100);
    await hold(100);
    const fewer = admitted(100);
    expect(fewer).toBeGreaterThanOrEqual(20);
    expect(fewer).toBeLessThan(some);
    for (const deadline = performance.now() + 20_000; admitted(100) < 100; await wait(110)) {
      expect(performance.now()).toBeLessThan(deadline);
    }
  });

  test('refuses nothing for one pause', async () => {
    await hold(100);
    expect(admitted(100)).toBe(100);
  });

  test('refuses nothing while few ask: that is not what makes it late', async () => {
    for (let turn = 0; turn < 3; turn += 1) await hold(10);
    expect(admitted(100)).toBe(100);
  });
});

test('What a slow client is waited for holds no place', async () => {
  load.close();
  load = new LoadShedder(1);
  expect(load.enter()).toBe(true);
  expect(load.enter()).toBe(false);
  await load.outside(async () => {
    expect(load.enter()).toBe(true);
    load.leave();
  });
  expect(load.enter()).toBe(false);
  load.leave();
  expect(load.enter()).toBe(true);
});
