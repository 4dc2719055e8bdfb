import { defineAction } from '../../../mixins/define-action.ts';
import { identityOf } from '../accounts/identity.ts';
import { normalizeEmail } from '../domain/email.ts';
import { identityContract } from '../identity.contract.ts';
import { hashPassword, isOutdated, matchesHash } from '../passwords/password-hashing.ts';
import { normalizePassword } from '../passwords/password-rules.ts';
import type { UsersService } from '../users-service.ts';

export const verifyPassword = defineAction(identityContract.verifyPassword, async function (this: UsersService, ctx) {
  const { password } = ctx.params;
  const email = normalizeEmail(ctx.params.email);
  const account = email === null ? null : await this.users.accountByEmail(email);
  // An account that is not active is checked like any other, so that the answer takes as long.
  const stored = account && (await this.users.passwordHash(account.id));
  const matches = await matchesHash(stored, password);
  if (!matches || account?.status !== 'active') return null;
  if (stored !== null && isOutdated(stored)) await strengthenHash(this, account.id, stored, password);
  return { account: await identityOf(this, account) };
});

/** Now that the password is here, its hash can be made as strong as hashes are made by now. */
async function strengthenHash(service: UsersService, accountId: string, stored: string, password: string) {
  await service.users.upgradeHash(accountId, stored, await hashPassword(normalizePassword(password)));
}
