import { defineErrors } from '../../lib/errors.ts';

export const usersErrors = defineErrors('users', {
  emailTaken: { status: 409, title: 'There is an account with this email address already' },
  weakPassword: { status: 422, title: 'This password is too easy to guess' },
  wrongPassword: { status: 422, title: 'The current password is not right' },
  unknownRole: { status: 422, title: 'There is no such role' },
  unknownPermission: { status: 422, title: 'There is no such permission' },
  privilegeEscalation: { status: 403, title: 'This needs permissions that you do not have yourself' },
  lastAdmin: { status: 409, title: 'The last active admin has to stay' },
  accountDeleted: { status: 409, title: 'The account is deleted; restore it first' },
  restoreExpired: { status: 409, title: 'The time in which the account could be restored is over' },
  roleExists: { status: 409, title: 'There is a role with this name already' },
  roleHeld: { status: 409, title: 'The role is still held by accounts' },
  roleBuiltIn: { status: 409, title: 'The built-in roles cannot be changed or removed' },
  wrongSetupToken: { status: 403, title: 'This is not the set-up link that the server printed' },
  busy: { status: 503, title: 'Too many passwords are being checked right now' },
});

export function emailTaken() {
  return usersErrors.emailTaken({
    errors: [{ field: 'email', code: 'taken', message: 'belongs to another account' }],
  });
}
