import { newId } from '../../../lib/ids.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import { originOf } from '../../../mixins/event-store/origin.ts';
import { createAccount } from '../accounts/change-account.ts';
import { draftAccount } from '../accounts/draft-account.ts';
import { toAccount } from '../domain/account.ts';
import { USER_ROLE } from '../domain/role.ts';
import { identityContract } from '../identity.contract.ts';
import type { UsersService } from '../users-service.ts';

export const registerUser = defineAction(identityContract.register, async function (this: UsersService, ctx) {
  const id = newId();
  const change = await draftAccount(this, id, { ...ctx.params, roles: [USER_ROLE] });
  // Who registers is who did it: nobody was logged in.
  return toAccount(await createAccount(this, id, { ...originOf(ctx), actor: id }, change));
});
