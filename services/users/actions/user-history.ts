import { commonErrors } from '../../../lib/errors.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import { callerOf } from '../access.ts';
import { accountsContract } from '../accounts.contract.ts';
import { accountAggregate } from '../domain/account.ts';
import { readHistory } from '../read-history.ts';
import { canSeeAccount } from '../users.permissions.ts';
import type { UsersService } from '../users-service.ts';

export const userHistory = defineAction(accountsContract.history, async function (this: UsersService, ctx) {
  const { id, ...page } = ctx.params;
  const user = callerOf(ctx);
  // The events of an erased account are still there, but nothing of them is anybody's business any more.
  if (!canSeeAccount(user, id) || (await this.users.account(id)) === null) throw commonErrors.notFound();
  return readHistory(this, user, accountAggregate, id, page);
});
