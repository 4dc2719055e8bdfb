import { describe, expect, test } from '@jest/globals';
import {
  canBulk,
  canChangeFields,
  canDeleteAccount,
  canHandle,
  canSeeAccount,
  canSetPassword,
} from './users.permissions.ts';

const caller = (...permissions: string[]) => ({ id: 'me', roles: [], permissions });
const me = caller();

describe('who may what', () => {
  test.each([
    ['see their own account', canSeeAccount(me, 'me'), true],
    ['see another account', canSeeAccount(me, 'you'), false],
    ['see another account with users:read', canSeeAccount(caller('users:read'), 'you'), true],
    ['change their own name', canChangeFields(me, 'me', ['name', 'preferences']), true],
    ['change their own labels', canChangeFields(me, 'me', ['name', 'labels']), false],
    ['change their own email address', canChangeFields(me, 'me', ['email']), false],
    ['change another name', canChangeFields(me, 'you', ['name']), false],
    ['change nothing of another account', canChangeFields(me, 'you', []), false],
    ['change another name with users:read', canChangeFields(caller('users:read'), 'you', ['name']), false],
    ['change another name with users:write', canChangeFields(caller('users:write'), 'you', ['name', 'email']), true],
    ['give roles with users:write', canChangeFields(caller('users:write'), 'you', ['roles']), false],
    ['give roles with users:roles', canChangeFields(caller('users:roles'), 'you', ['roles']), false],
    ['give roles with both', canChangeFields(caller('users:write', 'users:roles'), 'you', ['roles']), true],
    ['give roles with users:*', canChangeFields(caller('users:*'), 'you', ['roles']), true],
    ['delete their own account', canDeleteAccount(me, 'me'), true],
    ['delete another account', canDeleteAccount(caller('users:write'), 'you'), false],
    ['set another password', canSetPassword(caller('users:read'), 'you'), false],
    ['delete in bulk with users:write', canBulk(caller('users:write'), 'delete'), false],
    ['disable in bulk with users:write', canBulk(caller('users:write'), 'disable'), true],
    ['handle who may less', canHandle(caller('users:*'), ['users:read']), true],
    ['handle who may everything', canHandle(caller('users:*', 'roles:write'), ['*']), false],
    ['handle all of a service with its parts', canHandle(caller('roles:write'), ['roles:*']), false],
  ])('%s', (_, answer, expected) => {
    expect(answer).toBe(expected);
  });
});
