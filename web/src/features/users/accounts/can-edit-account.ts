import type { Account } from './account.ts';

/** Whether the form is offered. The server decides again, also about accounts that hold more than their editor. */
export function canEditAccount(account: Account, can: (permission: string) => boolean): boolean {
  return account.status !== 'deleted' && can('users:write');
}
