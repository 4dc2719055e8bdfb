import { setTimeout as wait } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { Cluster } from './cluster.ts';
import { isAlive } from './supervised-cluster.ts';

/** `CHAOS=full npm test -- test/cluster/chaos` breaks things as often and for as long as a release should withstand. */
export const isFull = process.env.CHAOS === 'full';

/** How often or how long: in the default suite, and in the full one. */
export function dose(short: number, full: number): number {
  return isFull ? full : short;
}

/** For a test that does `rounds` things of so many seconds, and starts and reads back besides. */
export function patience(rounds: number, secondsEach: number): number {
  return (120 + rounds * secondsEach) * 1_000;
}

/** Prints what was counted: a bound that holds says less than the number. */
export function tell(what: string, counted: object): void {
  process.stdout.write(`  ${what}: ${JSON.stringify(counted)}\n`);
}

/** Two Consoles, two users, one oauth: what every fault here happens to. */
export const processes = { users: 2, oauth: 1, console: 2 };

/** Process ids of all that run now; for `expectAllAlive` when the fault is over. */
export function pidsOf(cluster: Cluster): number[] {
  const members = ['users', 'oauth'].flatMap((service) => cluster.members(service).filter(({ running }) => running));
  return [...cluster.consoles, ...members].map(({ pid }) => pid);
}

export function expectAllAlive(pids: readonly number[]): void {
  expect(pids.filter((pid) => !isAlive(pid))).toEqual([]);
}

/** Until every Console reads from users and oauth again. @returns milliseconds. */
export async function untilReading(cluster: Cluster, token: string, within = 60_000): Promise<number> {
  const startedAt = performance.now();
  for (const console of cluster.consoles) {
    for (;;) {
      const { status } = await console.request('GET', '/api/v1/users?limit=1', { token });
      if (status === 200) break;
      if (performance.now() - startedAt > within) throw new Error(`${console.url} answers ${status} still.`);
      await wait(50);
    }
  }
  return Math.round(performance.now() - startedAt);
}

export function sumOf(counts: Record<string, number>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
