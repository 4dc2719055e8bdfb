import { defineAction } from '../../../mixins/define-action.ts';
import { manageAccount } from '../accounts/manage-account.ts';
import { accountsContract } from '../accounts.contract.ts';
import { toAccount } from '../domain/account.ts';
import { disable } from '../domain/decisions.ts';
import type { UsersService } from '../users-service.ts';

export const disableUser = defineAction(accountsContract.disable, async function (this: UsersService, ctx) {
  return toAccount(await manageAccount(this, ctx, ctx.params.id, disable));
});
