import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { fakeDate, passTime } from '../test/helpers/fake-date.ts';
import { RetryBudget } from './retry-budget.ts';

beforeEach(() => fakeDate());
afterEach(() => void jest.useRealTimers());

function spend(budget: RetryBudget): number {
  let spent = 0;
  while (budget.take()) spent += 1;
  return spent;
}

test('A tenth of the calls of the last ten seconds may be tried again, and ten without any', () => {
  const budget = new RetryBudget();
  expect(spend(budget)).toBe(10);
  for (let n = 0; n < 500; n += 1) budget.countCall();
  expect(spend(budget)).toBe(50);
  passTime(5_000);
  expect(spend(budget)).toBe(0);
  passTime(6_000);
  expect(spend(budget)).toBe(10);
});
