import { commonErrors } from '../../../lib/errors.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import { callerOf, refuse, requireRightsOver } from '../access.ts';
import { changeAccount, changeOriginOf } from '../accounts/change-account.ts';
import { accountsContract } from '../accounts.contract.ts';
import { requireNotDeleted } from '../domain/decisions.ts';
import { hashPassword, matchesHash } from '../passwords/password-hashing.ts';
import { requireStrongPassword } from '../passwords/password-rules.ts';
import { usersErrors } from '../users.errors.ts';
import { canSetPassword, isSelf } from '../users.permissions.ts';
import { writes } from '../users.store.ts';
import type { UsersService } from '../users-service.ts';

export const setPassword = defineAction(accountsContract.setPassword, async function (this: UsersService, ctx) {
  const { id, newPassword, currentPassword } = ctx.params;
  const user = callerOf(ctx);
  if (!canSetPassword(user, id)) throw refuse(user, id);
  const isOwn = isSelf(user, id);

  await changeAccount(this, id, changeOriginOf(ctx), async (account) => {
    requireNotDeleted(account);
    await requireRightsOver(this, user, account);
    const password = requireStrongPassword(newPassword, account.email, 'newPassword');
    const stored = await this.users.passwordHash(id);
    // Also asked of those who may set the passwords of others: a stolen session must not become a stolen account.
    if (isOwn) await requireCurrentPassword(stored, currentPassword);
    const hash = await hashPassword(password);
    const write = isOwn && stored ? writes.replacePassword(id, stored, hash) : writes.setPassword(id, hash);
    const keptSessionId = isOwn ? (user.sessionId ?? null) : null;
    return { events: [{ type: 'account.passwordChanged', data: { keptSessionId } }], alongside: [write] };
  });
  return null;
});

async function requireCurrentPassword(stored: string | null, given: string | undefined): Promise<void> {
  if (given === undefined) {
    const fault = { field: 'currentPassword', code: 'required', message: 'is required' };
    throw commonErrors.invalid({ errors: [fault] });
  }
  if (await matchesHash(stored, given)) return;
  const fault = { field: 'currentPassword', code: 'wrong', message: 'is not the current password' };
  throw usersErrors.wrongPassword({ errors: [fault] });
}
