import { describe, expect, test } from '@jest/globals';
import type { AccountState } from './account.ts';
import { guardOperations } from './guards.ts';

const account = (status: AccountState['status'], ...roles: string[]) => ({ status, roles }) as AccountState;
const plus = (id: string) => expect.objectContaining({ changes: { $inc: { count: 1 } }, ...at(id) });
const minus = (id: string, least: number) => ({
  update: 'guards',
  query: { id, count: { $gt: least } },
  changes: { $inc: { count: -1 } },
});
const at = (id: string) => (id === 'admins' ? { id } : { query: { id } });

describe('the counters that hold over several accounts', () => {
  test.each([
    ['a plain account is made', null, account('active', 'user'), []],
    ['an admin is made', null, account('active', 'admin'), [plus('admins')]],
    ['an admin is disabled', account('active', 'admin'), account('disabled', 'admin'), [minus('admins', 1)]],
    ['a disabled admin is enabled', account('disabled', 'admin'), account('active', 'admin'), [plus('admins')]],
    ['a disabled admin is erased', account('disabled', 'admin'), null, []],
    ['an admin is erased', account('active', 'admin'), null, [minus('admins', 1)]],
    ['a role is given', account('active', 'user'), account('active', 'user', 'editor'), [plus('role:editor')]],
    ['a role is taken', account('active', 'editor'), account('active'), [minus('role:editor', 0)]],
    ['a holder is deleted', account('active', 'editor'), account('deleted', 'editor'), []],
    ['a holder is erased', account('deleted', 'editor'), null, [minus('role:editor', 0)]],
  ])('when %s', (_, before, after, operations) => {
    expect(guardOperations(before, after)).toEqual(operations);
  });
});
