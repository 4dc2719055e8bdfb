import { commonErrors } from '../../../lib/errors.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import { callerOf } from '../access.ts';
import { accountsContract } from '../accounts.contract.ts';
import { toAccount } from '../domain/account.ts';
import { canSeeAccount } from '../users.permissions.ts';
import type { UsersService } from '../users-service.ts';

export const getUser = defineAction(accountsContract.get, async function (this: UsersService, ctx) {
  const { id } = ctx.params;
  // The same answer for somebody else's account and for none, so that ids cannot be tried out.
  if (!canSeeAccount(callerOf(ctx), id)) throw commonErrors.notFound();
  const account = await this.users.account(id);
  if (account === null) throw commonErrors.notFound();
  return toAccount(account);
});
