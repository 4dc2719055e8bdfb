import { defineAction } from '../../../mixins/define-action.ts';
import { callerOf, refuse, requireRightsOver, requireRoleChange } from '../access.ts';
import { changeAccount, changeOriginOf } from '../accounts/change-account.ts';
import { accountsContract } from '../accounts.contract.ts';
import { type AccountState, toAccount } from '../domain/account.ts';
import { setEmail, setProfile, setRoles } from '../domain/decisions.ts';
import { requireEmail } from '../domain/email.ts';
import { cleanProfile } from '../domain/profile.ts';
import { canChangeFields } from '../users.permissions.ts';
import type { UsersService } from '../users-service.ts';

export const updateUser = defineAction(accountsContract.update, async function (this: UsersService, ctx) {
  const { id, roles, ...input } = ctx.params;
  const user = callerOf(ctx);
  const fields = Object.keys(ctx.params).filter((field) => field !== 'id');
  if (!canChangeFields(user, id, fields)) throw refuse(user, id);
  const profile = cleanProfile(input);
  const email = input.email === undefined ? undefined : requireEmail(input.email);

  const account = await changeAccount(this, id, changeOriginOf(ctx), async (current) => {
    await requireRightsOver(this, user, current);
    if (roles !== undefined) await requireRoleChange(this, user, current, roles);
    return {
      events: [
        ...setProfile(current, profile),
        ...(email === undefined ? [] : setEmail(current, email)),
        ...(roles === undefined ? [] : setRoles(current, roles)),
      ],
    };
  });
  return toAccount(account as AccountState);
});
