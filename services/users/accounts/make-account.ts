import { inTurn } from '../../../lib/in-turn.ts';
import type { EventOrigin } from '../../../mixins/event-store/event-store.types.ts';
import type { Operation } from '../../../mixins/store/store.types.ts';
import type { AccountState, Profile } from '../domain/account.ts';
import { requireEmail } from '../domain/email.ts';
import { cleanProfile } from '../domain/profile.ts';
import { hashPassword } from '../passwords/password-hashing.ts';
import { requireStrongPassword } from '../passwords/password-rules.ts';
import { emailTaken } from '../users.errors.ts';
import { writes } from '../users.store.ts';
import type { UsersService } from '../users-service.ts';
import { appendCreation } from './change-account.ts';

export interface NewAccount extends Partial<Profile> {
  email: string;
  roles: string[];
  /** Without one nobody can log in until one is set. */
  password?: string;
}

/**
 * Makes an account. Roles are given as they are: who may give them is decided before.
 * @param alongside what has to be written together with it.
 * @throws common.invalid, users.weakPassword, users.emailTaken; common.conflict when something of `alongside` is not as expected.
 */
export async function makeAccount(
  service: UsersService,
  id: string,
  by: EventOrigin,
  input: NewAccount,
  alongside: readonly Operation[] = [],
): Promise<AccountState> {
  const email = requireEmail(input.email);
  const data = { ...emptyProfile(email), ...cleanProfile(input), email, roles: input.roles };
  const password = input.password && requireStrongPassword(input.password, email, 'password');
  // Of many who ask for one address only the first has to wait for the slow hash. Between processes the index decides.
  return inTurn(`email:${email}`, async () => {
    if ((await service.users.accountByEmail(email)) !== null) throw emailTaken();
    const credentials = password ? [writes.setPassword(id, await hashPassword(password))] : [];
    const events = [{ type: 'account.created', data } as const];
    return appendCreation(service, id, by, { events, alongside: [...credentials, ...alongside] });
  });
}

function emptyProfile(email: string): Profile {
  const name = email.slice(0, email.lastIndexOf('@'));
  return { name, avatar: null, locale: null, timeZone: null, preferences: {}, labels: [] };
}
