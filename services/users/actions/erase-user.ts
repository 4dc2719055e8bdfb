import { defineAction } from '../../../mixins/define-action.ts';
import { callerOf, requireRightsOver } from '../access.ts';
import { changeOriginOf } from '../accounts/change-account.ts';
import { eraseAccount } from '../accounts/erase-account.ts';
import { accountsContract } from '../accounts.contract.ts';
import type { UsersService } from '../users-service.ts';

export const eraseUser = defineAction(accountsContract.erase, async function (this: UsersService, ctx) {
  await eraseAccount(this, ctx.params.id, changeOriginOf(ctx), async (account) => {
    await requireRightsOver(this, callerOf(ctx), account);
    return true;
  });
  return null;
});
