import { commonErrors } from '../../../lib/errors.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import { callerOf } from '../access.ts';
import { roleAggregate } from '../domain/role.ts';
import { readHistory } from '../read-history.ts';
import { rolesContract } from '../roles.contract.ts';
import type { UsersService } from '../users-service.ts';

/** Also of a role that was removed. */
export const roleHistory = defineAction(rolesContract.history, async function (this: UsersService, ctx) {
  const { id, ...page } = ctx.params;
  const history = await readHistory(this, callerOf(ctx), roleAggregate, id, page);
  if (history.data.length === 0 && page.cursor === undefined) throw commonErrors.notFound();
  return history;
});
