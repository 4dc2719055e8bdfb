import { defineAction } from '../../../mixins/define-action.ts';
import { callerOf, refuse } from '../access.ts';
import { manageAccount } from '../accounts/manage-account.ts';
import { accountsContract } from '../accounts.contract.ts';
import { remove } from '../domain/decisions.ts';
import { canDeleteAccount } from '../users.permissions.ts';
import type { UsersService } from '../users-service.ts';

export const removeUser = defineAction(accountsContract.remove, async function (this: UsersService, ctx) {
  const { id } = ctx.params;
  const user = callerOf(ctx);
  if (!canDeleteAccount(user, id)) throw refuse(user, id);
  await manageAccount(this, ctx, id, remove);
  return null;
});
