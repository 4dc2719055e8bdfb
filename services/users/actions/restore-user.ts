import { defineAction } from '../../../mixins/define-action.ts';
import { manageAccount } from '../accounts/manage-account.ts';
import { restorableSince } from '../accounts/restore-time.ts';
import { accountsContract } from '../accounts.contract.ts';
import { toAccount } from '../domain/account.ts';
import { restore } from '../domain/decisions.ts';
import type { UsersService } from '../users-service.ts';

export const restoreUser = defineAction(accountsContract.restore, async function (this: UsersService, ctx) {
  const since = restorableSince();
  return toAccount(await manageAccount(this, ctx, ctx.params.id, (account) => restore(account, since)));
});
