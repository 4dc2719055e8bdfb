import { defineAction } from '../../../mixins/define-action.ts';
import { purgeDeleted as purge } from '../accounts/purge.ts';
import { restorableSince } from '../accounts/restore-time.ts';
import { identityContract } from '../identity.contract.ts';
import type { UsersService } from '../users-service.ts';

export const purgeDeleted = defineAction(identityContract.purge, async function (this: UsersService, ctx) {
  const { deletedBefore } = ctx.params;
  const before = deletedBefore === undefined ? restorableSince() : new Date(deletedBefore).toISOString();
  return { erased: await purge(this, before) };
});
