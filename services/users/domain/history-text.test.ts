import { describe, expect, test } from '@jest/globals';
import { toHistoryItem } from './history-text.ts';

const entry = { version: 2, at: '2026-01-02T03:04:05.678Z', actor: 'some-id' };

describe('the text of a change', () => {
  test.each([
    ['account.rolesChanged', 'roles', ['user'], ['user', 'admin'], 'changed roles from user to user, admin'],
    ['account.profileChanged', 'name', 'Kim', 'Kim Lee', 'changed name from "Kim" to "Kim Lee"'],
    ['account.profileChanged', 'locale', null, 'en-GB', 'changed locale from nothing to "en-GB"'],
    ['account.profileChanged', 'preferences.rows', 20, 50, 'changed preferences.rows from 20 to 50'],
    ['account.disabled', 'status', 'active', 'disabled', 'disabled the account'],
    ['role.changed', 'permissions', ['users:read'], [], 'changed permissions from users:read to nothing'],
  ])('%s of %s', (type, field, from, to, deed) => {
    const item = toHistoryItem({ ...entry, type, changes: [{ field, from, to }] }, 'Ada');
    expect(item.text).toBe(`Ada ${deed}`);
  });

  test('names several changes, and leaves out what only the service needs', () => {
    const changes = [
      { field: 'name', from: 'A', to: 'B' },
      { field: 'credentialsChangedAt', from: '1', to: '2' },
      { field: 'avatar', from: null, to: 'x' },
    ];
    const item = toHistoryItem({ ...entry, type: 'account.profileChanged', changes }, null);
    expect(item.text).toBe('Someone changed name from "A" to "B", changed avatar from nothing to "x"');
    expect(item.changes.map(({ field }) => field)).toEqual(['name', 'avatar']);
  });
});
