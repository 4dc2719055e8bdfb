import { describe, expect, test } from '@jest/globals';
import { formatBytes, formatCount, formatMilliseconds, formatNumber } from './number.ts';

const thin = '\u202f';

describe('numbers as a person writes them', () => {
  test.each([
    [formatNumber(1234567), `1${thin}234${thin}567`],
    [formatCount(1, 'account'), '1 account'],
    [formatCount(1200, 'account'), `1${thin}200 accounts`],
    [formatBytes(999), `999${thin}B`],
    [formatBytes(1500), `1.5${thin}kB`],
    [formatBytes(183_000_000), `183${thin}MB`],
    [formatMilliseconds(0), `0${thin}ms`],
    [formatMilliseconds(0.42), `0.4${thin}ms`],
    [formatMilliseconds(12.3), `12${thin}ms`],
    [formatMilliseconds(1340), `1.3${thin}s`],
  ])('%s', (written, expected) => {
    expect(written).toBe(expected);
  });
});
