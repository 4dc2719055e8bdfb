import { jest } from '@jest/globals';

/** Everything that fake timers could replace, but the date. */
const REAL = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

/** From now on the tests say what time it is: sessions and keys can grow old while timers and databases run as always. */
export function fakeDate(): void {
  jest.useFakeTimers({ doNotFake: [...REAL], now: Date.now() });
}

export function passTime(milliseconds: number): void {
  jest.setSystemTime(Date.now() + milliseconds);
}
