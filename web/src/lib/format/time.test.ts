import { describe, expect, test } from '@jest/globals';
import { formatDuration, formatExact, formatRelative } from './time.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const secondsAgo = (seconds: number) => formatRelative(new Date(now - seconds * 1000), now);

describe('times as a person writes them', () => {
  test.each([
    [3, 'just now'],
    [59, '59 sec ago'],
    [180, '3 min ago'],
    [7200, '2 hours ago'],
    [3 * 86_400, '3 days ago'],
    [-28 * 86_400, 'in 4 weeks'],
    [800 * 86_400, '2 years ago'],
  ])('%d seconds ago', (seconds, expected) => {
    expect(secondsAgo(seconds)).toBe(expected);
  });

  test('the exact time is in the zone that the person chose, and names it', () => {
    expect(formatExact(new Date(now), 'Asia/Tokyo')).toMatch(/1 Mar 2026.* 21:00:00 (GMT\+9|JST)/);
  });

  test.each([
    [42, '42 s'],
    [600, '10 min'],
    [3 * 3600 + 120, '3 h 2 min'],
    [2 * 86_400 + 3600, '2 d 1 h'],
  ])('a duration of %d seconds', (seconds, expected) => {
    expect(formatDuration(seconds)).toBe(expected);
  });
});
