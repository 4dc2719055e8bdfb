import type { AccountState } from '../domain/account.ts';
import { writes } from '../users.store.ts';
import type { UsersService } from '../users-service.ts';
import { type ChangeOrigin, changeAccount } from './change-account.ts';

/**
 * Erases an account for ever: the record and the password go, then the key without which the personal values in its events
 * cannot be read. If the process dies between the two, the consumer of the erasure (users.service.ts) does the second.
 * @returns whether it was erased; false when `mayErase` said no.
 */
export async function eraseAccount(
  service: UsersService,
  id: string,
  origin: ChangeOrigin,
  mayErase: (account: AccountState) => boolean | Promise<boolean>,
): Promise<boolean> {
  const left = await changeAccount(service, id, origin, async (account) => {
    if (!(await mayErase(account))) return { events: [] };
    return { events: [{ type: 'account.erased', data: {} }], alongside: [writes.removePassword(id)] };
  });
  if (left !== null) return false;
  await service.events.eraseSubject(id);
  return true;
}
