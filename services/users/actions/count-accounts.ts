import { defineAction } from '../../../mixins/define-action.ts';
import { identityContract } from '../identity.contract.ts';
import type { UsersService } from '../users-service.ts';

export const countAccounts = defineAction(identityContract.count, async function (this: UsersService) {
  const counts = await this.users.accountsByStatus();
  const active = counts.get('active') ?? 0;
  const disabled = counts.get('disabled') ?? 0;
  return { total: active + disabled, active, disabled, deleted: counts.get('deleted') ?? 0 };
});
