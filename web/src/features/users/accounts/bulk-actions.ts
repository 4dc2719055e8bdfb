import type { BulkResult } from '../../../../../services/users/users.contract.ts';
import type { Account } from './account.ts';
import type { BulkChange } from './change-many-accounts.ts';

export interface BulkAction {
  label: string;
  permission: string;
  change: BulkChange;
  /** Whether it changes this account at all. */
  applies: (account: Account) => boolean;
  /** "3 accounts disabled". */
  done: string;
}

export const bulkActions: readonly BulkAction[] = [
  {
    label: 'Disable',
    permission: 'users:write',
    change: { operation: 'disable' },
    applies: ({ status }) => status === 'active',
    done: 'disabled',
  },
  {
    label: 'Enable',
    permission: 'users:write',
    change: { operation: 'enable' },
    applies: ({ status }) => status === 'disabled',
    done: 'enabled',
  },
  {
    label: 'Delete',
    permission: 'users:delete',
    change: { operation: 'delete' },
    applies: ({ status }) => status !== 'deleted',
    done: 'deleted',
  },
  {
    label: 'Restore',
    permission: 'users:delete',
    change: { operation: 'restore' },
    applies: ({ status }) => status === 'deleted',
    done: 'restored',
  },
];

export function roleActions(roles: readonly string[]): BulkAction[] {
  return roles.flatMap((role) => [
    {
      label: `Give ${role}`,
      permission: 'users:roles',
      change: { operation: 'addRole', role },
      applies: (account: Account) => !account.roles.includes(role),
      done: `got the role ${role}`,
    } satisfies BulkAction,
    {
      label: `Take ${role} away`,
      permission: 'users:roles',
      change: { operation: 'removeRole', role },
      applies: (account: Account) => account.roles.includes(role),
      done: `lost the role ${role}`,
    } satisfies BulkAction,
  ]);
}

const reasons: Record<string, string> = {
  'users.lastAdmin': 'is the last active admin',
  'users.privilegeEscalation': 'may do more than you',
  'users.accountDeleted': 'is deleted',
  'users.restoreExpired': 'can no longer be restored',
  'common.notFound': 'is gone',
};

/** Why some of many could not be changed, name by name. */
export function failureWords(failed: readonly BulkResult[], rows: readonly Account[]): string {
  const words = failed.map(({ id, code }) => {
    const name = rows.find((row) => row.id === id)?.name ?? id;
    return `${name} ${reasons[code ?? ''] ?? `(${code})`}`;
  });
  return `${words.join('; ')}.`;
}
