import type { Context } from 'moleculer';
import type { Meta } from '../../../lib/contract.ts';
import { callerOf, requireRightsOver } from '../access.ts';
import type { AccountEvent, AccountState } from '../domain/account.ts';
import type { UsersService } from '../users-service.ts';
import { type ChangeOrigin, changeAccount, changeOriginOf } from './change-account.ts';

/** Changes an account on behalf of the caller, who must not have less rights than the account. */
export function manageAccount(
  service: UsersService,
  ctx: Context<unknown, Meta>,
  id: string,
  decide: (account: AccountState) => AccountEvent[],
  origin: ChangeOrigin = changeOriginOf(ctx),
): Promise<AccountState> {
  return changeAccount(service, id, origin, async (account) => {
    await requireRightsOver(service, callerOf(ctx), account);
    return { events: decide(account) };
  }) as Promise<AccountState>;
}
