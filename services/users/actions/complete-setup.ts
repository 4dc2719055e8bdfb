import { commonErrors, problemType } from '../../../lib/errors.ts';
import { newId } from '../../../lib/ids.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import { originOf } from '../../../mixins/event-store/origin.ts';
import { makeAccount } from '../accounts/make-account.ts';
import { toAccount } from '../domain/account.ts';
import { ADMIN_ROLE } from '../domain/role.ts';
import { adminExists } from '../setup/first-admin.ts';
import { isSetupToken } from '../setup/setup-link.ts';
import { setupContract } from '../setup.contract.ts';
import { usersErrors } from '../users.errors.ts';
import { writes } from '../users.store.ts';
import type { UsersService } from '../users-service.ts';

export const completeSetup = defineAction(setupContract.complete, async function (this: UsersService, ctx) {
  const { token, ...input } = ctx.params;
  const nonce = await this.users.storedSetupNonce();
  if (nonce === null || (await adminExists(this))) throw commonErrors.notFound();
  if (!isSetupToken(nonce, token)) throw usersErrors.wrongSetupToken();
  const id = newId();
  const by = { ...originOf(ctx), actor: id };
  try {
    const admin = { ...input, roles: [ADMIN_ROLE] };
    const account = await makeAccount(this, id, by, admin, [writes.spendSetupLink(nonce)]);
    this.logger.info({ account: id }, 'The first admin was made with the set-up link.');
    ctx.meta.$location = `/api/v1/users/${id}`;
    return toAccount(account);
  } catch (error) {
    // Somebody else used the link at the same time: for this one there is nothing to set up any more.
    throw problemType(error) === commonErrors.conflict.code ? commonErrors.notFound() : error;
  }
});
