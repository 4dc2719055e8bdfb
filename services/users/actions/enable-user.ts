import { defineAction } from '../../../mixins/define-action.ts';
import { manageAccount } from '../accounts/manage-account.ts';
import { accountsContract } from '../accounts.contract.ts';
import { toAccount } from '../domain/account.ts';
import { enable } from '../domain/decisions.ts';
import type { UsersService } from '../users-service.ts';

export const enableUser = defineAction(accountsContract.enable, async function (this: UsersService, ctx) {
  return toAccount(await manageAccount(this, ctx, ctx.params.id, enable));
});
