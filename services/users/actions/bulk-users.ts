import { commonErrors, problemType } from '../../../lib/errors.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import { callerOf, requireHandling, requirePermissionsOf } from '../access.ts';
import { changeOriginOf } from '../accounts/change-account.ts';
import { manageAccount } from '../accounts/manage-account.ts';
import { restorableSince } from '../accounts/restore-time.ts';
import { accountsContract, type BulkOperation } from '../accounts.contract.ts';
import type { AccountEvent, AccountState } from '../domain/account.ts';
import { disable, enable, remove, restore, setProfile, setRoles } from '../domain/decisions.ts';
import { cleanProfile } from '../domain/profile.ts';
import { bulkPermission, canBulk } from '../users.permissions.ts';
import type { UsersService } from '../users-service.ts';

type Decide = (account: AccountState) => AccountEvent[];

export const bulkUsers = defineAction(accountsContract.bulk, async function (this: UsersService, ctx) {
  const { operation, ids, role, label } = ctx.params;
  const user = callerOf(ctx);
  if (!canBulk(user, operation)) {
    throw commonErrors.forbidden({ detail: `This needs the permission ${bulkPermission(operation)}.` });
  }
  const decide = deciderOf(operation, role, label);
  if (role !== undefined) requireHandling(user, await requirePermissionsOf(this, [role], 'role'));
  // One version cannot be that of many accounts.
  const { by } = changeOriginOf(ctx);
  const results = [];
  for (const id of ids) {
    try {
      await manageAccount(this, ctx, id, decide, { by });
      results.push({ id, ok: true });
    } catch (error) {
      const code = problemType(error);
      if (code === undefined) this.logger.error({ err: error, requestId: ctx.requestID }, 'A bulk operation failed.');
      results.push({ id, ok: false, code: code ?? commonErrors.internal.code });
    }
  }
  return { results };
});

function deciderOf(operation: BulkOperation, role: string | undefined, label: string | undefined): Decide {
  switch (operation) {
    case 'disable':
      return disable;
    case 'enable':
      return enable;
    case 'delete':
      return remove;
    case 'restore': {
      const since = restorableSince();
      return (account) => restore(account, since);
    }
    case 'addRole':
    case 'removeRole': {
      const wanted = required('role', role);
      return (account) => setRoles(account, changed(account.roles, operation === 'addRole', wanted));
    }
    case 'addLabel':
    case 'removeLabel': {
      const [wanted = ''] = cleanProfile({ labels: [required('label', label)] }).labels ?? [];
      return (account) =>
        setProfile(account, cleanProfile({ labels: changed(account.labels, operation === 'addLabel', wanted) }));
    }
  }
}

function changed(list: readonly string[], adds: boolean, item: string): string[] {
  const others = list.filter((one) => one !== item);
  return adds ? [...list, ...(others.length === list.length ? [item] : [])] : others;
}

function required(field: string, value: string | undefined): string {
  if (value !== undefined) return value;
  throw commonErrors.invalid({ errors: [{ field, code: 'required', message: 'is required for this operation' }] });
}
