import { defineErrors } from '../../lib/errors.ts';

export const oauthErrors = defineErrors('oauth', {
  // One answer for an unknown, a disabled and a deleted account and for a wrong password: nobody can find out who has an account.
  invalidCredentials: { status: 401, title: 'The email address or the password is wrong' },
  tooManyAttempts: { status: 429, title: 'Too many failed attempts to log in' },
  invalidRefreshToken: { status: 401, title: 'The refresh token is not valid any more' },
  registrationClosed: { status: 403, title: 'Registration is closed on this installation' },
});
