import type { Account } from '../../../../../services/users/users.contract.ts';
import type { Tone } from '../../../ui/tone-icon.tsx';

export type { Account };
export type AccountStatus = Account['status'];

const statuses: Record<AccountStatus, { tone: Tone; label: string }> = {
  active: { tone: 'ok', label: 'Active' },
  disabled: { tone: 'warn', label: 'Disabled' },
  deleted: { tone: 'idle', label: 'Deleted' },
};

export function accountStatus(status: AccountStatus): { tone: Tone; label: string } {
  return statuses[status];
}

export const statusOptions = Object.entries(statuses).map(([value, { label }]) => ({ value, label }));
