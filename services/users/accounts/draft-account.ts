import type { Profile } from '../domain/account.ts';
import { requireEmail } from '../domain/email.ts';
import { cleanProfile } from '../domain/profile.ts';
import { hashPassword } from '../passwords/password-hashing.ts';
import { requireStrongPassword } from '../passwords/password-rules.ts';
import { emailTaken } from '../users.errors.ts';
import { writes } from '../users.store.ts';
import type { UsersService } from '../users-service.ts';
import type { AccountChange } from './change-account.ts';

export interface NewAccount extends Partial<Profile> {
  email: string;
  roles: string[];
  /** Without one nobody can log in until one is set. */
  password?: string;
}

/**
 * What has to be stored for a new account.
 * @throws common.invalid, users.emailTaken, users.weakPassword; the index on the address has the last word on that.
 */
export async function draftAccount(service: UsersService, id: string, input: NewAccount): Promise<AccountChange> {
  const email = requireEmail(input.email);
  const profile = cleanProfile(input);
  const password = input.password && requireStrongPassword(input.password, email, 'password');
  // Asked before the slow hash, which would be for nothing.
  if ((await service.users.accountByEmail(email)) !== null) throw emailTaken();
  const data = { ...emptyProfile(email), ...profile, email, roles: input.roles };
  return {
    events: [{ type: 'account.created', data }],
    alongside: password ? [writes.setPassword(id, await hashPassword(password))] : [],
  };
}

function emptyProfile(email: string): Profile {
  const name = email.slice(0, email.lastIndexOf('@'));
  return { name, avatar: null, locale: null, timeZone: null, preferences: {}, labels: [] };
}
