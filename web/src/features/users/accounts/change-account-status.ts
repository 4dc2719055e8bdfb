import type { usersContract } from '../../../../../services/users/users.contract.ts';
import { call } from '../../../lib/api.ts';
import { queryClient } from '../../../lib/query-client.ts';
import { offerUndo } from '../../../ui/undo.tsx';
import type { Account } from './account.ts';
import { accountKeys } from './account-keys.ts';

type Contracts = typeof usersContract.accounts;

async function run(task: Promise<unknown>): Promise<void> {
  await task;
  await queryClient.invalidateQueries({ queryKey: accountKeys.all });
}

const disable = (id: string) => run(call<Contracts['disable']>('POST /api/v1/users/:id/disable', { id }));
const enable = (id: string) => run(call<Contracts['enable']>('POST /api/v1/users/:id/enable', { id }));
const remove = (id: string) => run(call<Contracts['remove']>('DELETE /api/v1/users/:id', { id }));
const restore = (id: string) => run(call<Contracts['restore']>('POST /api/v1/users/:id/restore', { id }));

export async function disableAccount({ id, name }: Account): Promise<void> {
  await disable(id);
  offerUndo(`${name} is disabled: sessions ended, no login.`, () => enable(id));
}

export async function enableAccount({ id, name }: Account): Promise<void> {
  await enable(id);
  offerUndo(`${name} is enabled.`, () => disable(id));
}

export async function removeAccount({ id, name }: Account): Promise<void> {
  await remove(id);
  offerUndo(`${name} is deleted.`, () => restore(id));
}

export async function restoreAccount({ id, name }: Account): Promise<void> {
  await restore(id);
  offerUndo(`${name} is restored.`, () => remove(id));
}

export async function eraseAccount({ id }: Account): Promise<void> {
  await call<Contracts['erase']>('POST /api/v1/users/:id/erase', { id });
  await queryClient.invalidateQueries({ queryKey: accountKeys.lists });
}
