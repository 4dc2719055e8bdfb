import { ConfigurationError, env } from '../../../lib/env.ts';
import { commonErrors, Problem, problemType } from '../../../lib/errors.ts';
import { newId } from '../../../lib/ids.ts';
import { systemPrincipal } from '../../../lib/principal.ts';
import { changeAccount } from '../accounts/change-account.ts';
import { makeAccount } from '../accounts/make-account.ts';
import type { AccountEvent, AccountState } from '../domain/account.ts';
import { normalizeEmail } from '../domain/email.ts';
import { ADMINS_GUARD } from '../domain/guards.ts';
import { ADMIN_ROLE } from '../domain/role.ts';
import { hashPassword } from '../passwords/password-hashing.ts';
import { requireStrongPassword } from '../passwords/password-rules.ts';
import { usersErrors } from '../users.errors.ts';
import { writes } from '../users.store.ts';
import type { UsersService } from '../users-service.ts';
import { offerSetupLink } from './setup-link.ts';

const by = { actor: systemPrincipal.id };
/** Another process that starts at the same time was faster. */
const MADE_ELSEWHERE = new Set([usersErrors.emailTaken.code, commonErrors.conflict.code]);

export async function adminExists(service: UsersService): Promise<boolean> {
  return (await service.users.guardCount(ADMINS_GUARD)) > 0;
}

/**
 * Sees to it that there is an admin, or a link to make one.
 * @throws ConfigurationError when ADMIN_EMAIL and ADMIN_PASSWORD cannot be used.
 */
export async function ensureFirstAdmin(service: UsersService): Promise<void> {
  if (await adminExists(service)) return;
  const { ADMIN_EMAIL, ADMIN_PASSWORD } = env;
  if (ADMIN_EMAIL === undefined && ADMIN_PASSWORD === undefined) return offerSetupLink(service);
  const email = normalizeEmail(ADMIN_EMAIL ?? '');
  if (email === null) throw new ConfigurationError('ADMIN_EMAIL: is not an email address.');
  if (ADMIN_PASSWORD === undefined) throw new ConfigurationError('ADMIN_PASSWORD: has to be set with ADMIN_EMAIL.');
  try {
    const account = await service.users.accountByEmail(email);
    await (account === null ? create(service, email, ADMIN_PASSWORD) : promote(service, account, ADMIN_PASSWORD));
  } catch (error) {
    if (MADE_ELSEWHERE.has(problemType(error) ?? '') && (await adminExists(service))) return;
    throw toConfigurationError(error);
  }
}

async function create(service: UsersService, email: string, password: string): Promise<void> {
  const id = newId();
  await makeAccount(service, id, by, { email, password, roles: [ADMIN_ROLE] }, [writes.dropSetupLink()]);
  service.logger.info({ account: id }, 'The first admin was made from ADMIN_EMAIL.');
}

/**
 * Somebody may have registered the address before the operator named it: with the configured password the account is the
 * operator's, and whoever made it is out.
 */
async function promote(service: UsersService, { id, email }: AccountState, configured: string): Promise<void> {
  const password = requireStrongPassword(configured, email, 'password');
  const hash = await hashPassword(password);
  await changeAccount(service, id, { by }, (account) => ({
    events: promotion(account),
    alongside: [writes.setPassword(id, hash), writes.dropSetupLink()],
  }));
  service.logger.warn(
    { account: id },
    'The existing account of ADMIN_EMAIL was made admin and has ADMIN_PASSWORD now.',
  );
}

function promotion({ status, disabledWhenDeleted, roles }: AccountState): AccountEvent[] {
  const events: AccountEvent[] = [];
  if (status === 'deleted') events.push({ type: 'account.restored', data: {} });
  if (status === 'disabled' || disabledWhenDeleted) events.push({ type: 'account.enabled', data: {} });
  if (!roles.includes(ADMIN_ROLE)) {
    events.push({ type: 'account.rolesChanged', data: { roles: [...roles, ADMIN_ROLE] } });
  }
  events.push({ type: 'account.passwordChanged', data: { keptSessionId: null } });
  return events;
}

function toConfigurationError(error: unknown): unknown {
  if (!(error instanceof Problem) || error.code !== 422) return error;
  const faults = error.data.errors?.map(({ field, message }) => `ADMIN_${field.toUpperCase()}: ${message}`);
  return new ConfigurationError(`The first admin cannot be made. ${faults?.join('; ') ?? error.message}`);
}
