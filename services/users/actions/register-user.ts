import { newId } from '../../../lib/ids.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import { originOf } from '../../../mixins/event-store/origin.ts';
import { makeAccount } from '../accounts/make-account.ts';
import { toAccount } from '../domain/account.ts';
import { USER_ROLE } from '../domain/role.ts';
import { identityContract } from '../identity.contract.ts';
import type { UsersService } from '../users-service.ts';

export const registerUser = defineAction(identityContract.register, async function (this: UsersService, ctx) {
  const id = newId();
  // Who registers is who did it: nobody was logged in.
  const by = { ...originOf(ctx), actor: id };
  return toAccount(await makeAccount(this, id, by, { ...ctx.params, roles: [USER_ROLE] }));
});
