import { answerList, toPageRequest } from '../../../lib/list-query.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import { includesDeleted } from '../accounts/includes-deleted.ts';
import { accountListOptions, accountsContract } from '../accounts.contract.ts';
import { toAccount } from '../domain/account.ts';
import type { UsersService } from '../users-service.ts';

export const listUsers = defineAction(accountsContract.list, async function (this: UsersService, ctx) {
  const request = toPageRequest(ctx.params, accountListOptions);
  const accounts = includesDeleted(request.query) ? this.users.accountPages : this.users.presentAccountPages;
  return answerList(accounts, request, ctx.params, toAccount);
});
