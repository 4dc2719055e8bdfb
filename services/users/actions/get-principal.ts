import { defineAction } from '../../../mixins/define-action.ts';
import { identityOf } from '../accounts/identity.ts';
import { identityContract } from '../identity.contract.ts';
import type { UsersService } from '../users-service.ts';

export const getPrincipal = defineAction(identityContract.principal, async function (this: UsersService, ctx) {
  const account = await this.users.account(ctx.params.id);
  return account && identityOf(this, account);
});
