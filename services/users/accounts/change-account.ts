import type { Context } from 'moleculer';
import type { Meta } from '../../../lib/contract.ts';
import { commonErrors, problemType } from '../../../lib/errors.ts';
import { changeInTurn, isLostRace } from '../../../mixins/event-store/change-in-turn.ts';
import type { EventOrigin } from '../../../mixins/event-store/event-store.types.ts';
import { originOf } from '../../../mixins/event-store/origin.ts';
import { storeErrors } from '../../../mixins/store/store.errors.ts';
import type { Operation } from '../../../mixins/store/store.types.ts';
import { type AccountEvent, type AccountState, accountAggregate, foldAccount } from '../domain/account.ts';
import { ADMINS_GUARD, guardOperations, isActiveAdmin } from '../domain/guards.ts';
import { emailTaken, usersErrors } from '../users.errors.ts';
import type { UsersService } from '../users-service.ts';

export interface AccountChange {
  /** None when there is nothing to change. */
  events: AccountEvent[];
  /** What has to be written together with them. */
  alongside?: Operation[];
}

/** Who changes it, and the versions of If-Match if the client sent any. */
export interface ChangeOrigin {
  by: EventOrigin;
  ifMatch?: number[];
}

export function changeOriginOf(ctx: Context<unknown, Meta>): ChangeOrigin {
  return { by: originOf(ctx), ifMatch: ctx.meta.ifMatch };
}

/** Appends the first events of an account. @throws users.emailTaken; common.conflict when what it was decided on is gone. */
export async function appendCreation(
  service: UsersService,
  id: string,
  by: EventOrigin,
  change: AccountChange,
): Promise<AccountState> {
  try {
    return (await appendTo(service, id, null, by, change)) as AccountState;
  } catch (error) {
    throw isLostRace(error) ? commonErrors.conflict({ cause: error }) : error;
  }
}

/**
 * Changes an account by what `decide` makes of its present state; it may be asked again when that was not the newest.
 * @returns null when the account is gone by this change.
 * @throws common.notFound, common.versionConflict (412), users.lastAdmin, users.emailTaken and what `decide` throws.
 */
export function changeAccount(
  service: UsersService,
  id: string,
  { by, ifMatch }: ChangeOrigin,
  decide: (account: AccountState) => AccountChange | Promise<AccountChange>,
): Promise<AccountState | null> {
  return changeInTurn<AccountState, AccountState | null>({
    key: `account:${id}`,
    read: () => service.users.account(id),
    ifMatch,
    async write(account) {
      const change = await decide(account);
      return change.events.length === 0 ? account : appendTo(service, id, account, by, change);
    },
  });
}

async function appendTo(
  service: UsersService,
  id: string,
  before: AccountState | null,
  by: EventOrigin,
  { events, alongside = [] }: AccountChange,
): Promise<AccountState | null> {
  const after = foldAccount(id, before, events);
  if (isActiveAdmin(before) && !isActiveAdmin(after) && (await service.users.guardCount(ADMINS_GUARD)) <= 1) {
    throw usersErrors.lastAdmin();
  }
  try {
    return await service.events.append(accountAggregate, id, events, by, {
      expectedVersion: before?.version ?? 0,
      alongside: [...guardOperations(before, after), ...alongside],
    });
  } catch (error) {
    throw isTakenEmail(error) ? emailTaken() : error;
  }
}

function isTakenEmail(error: unknown): boolean {
  const errors = (error as { data?: { errors?: { field: string }[] } }).data?.errors;
  return problemType(error) === storeErrors.duplicate.code && errors?.some(({ field }) => field === 'email') === true;
}
