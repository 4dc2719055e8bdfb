import { Readable } from 'node:stream';
import { toPageRequest } from '../../../lib/list-query.ts';
import { defineAction } from '../../../mixins/define-action.ts';
import { exportLines } from '../accounts/export-lines.ts';
import { includesDeleted } from '../accounts/includes-deleted.ts';
import { accountListOptions, accountsContract } from '../accounts.contract.ts';
import type { UsersService } from '../users-service.ts';

/** Who took how much is logged, also of what was broken off: it is the whole of what the platform knows of people. */
export const exportUsers = defineAction(accountsContract.export, function (this: UsersService, ctx) {
  const { query } = toPageRequest(ctx.params, accountListOptions);
  const by = ctx.meta.user?.id;
  const onEnd = (accounts: number, isComplete: boolean) =>
    this.logger.info(
      { by, accounts, requestId: ctx.requestID },
      isComplete ? 'Accounts were exported' : 'An export was broken off',
    );
  ctx.meta.$responseType = 'application/x-ndjson';
  ctx.meta.$responseHeaders = {
    'Content-Disposition': 'attachment; filename="accounts.ndjson"',
    // A proxy that collects the answer would hold the whole of it.
    'X-Accel-Buffering': 'no',
  };
  const accounts = this.users.allAccounts(query, { withDeleted: includesDeleted(query) });
  return Readable.from(exportLines(accounts, onEnd), { objectMode: false });
});
