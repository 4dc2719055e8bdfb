import type { ActionParams, ActionResult } from '../../lib/contract.ts';
import { publicUrl } from '../../lib/env.ts';
import type { oauthContract } from '../../services/oauth/oauth.contract.ts';
import { findAccount } from '../find-account.ts';
import { asSystem, type ReplCommand } from '../repl-command.ts';

type IssueContract = typeof oauthContract.issueForAccount;

export const token: ReplCommand<{ email: string }> = {
  command: 'token <email>',
  description:
    'An access token for an account, for as long as access tokens live. The log keeps that it was made, and the account sees the session.',
  async action(broker, { email }) {
    const account = await findAccount(broker, email);
    if (account === null) return;
    const { accessToken, expiresIn } = await broker.call<ActionResult<IssueContract>, ActionParams<IssueContract>>(
      'oauth.issueForAccount',
      { userId: account.id },
      asSystem,
    );
    console.log(accessToken);
    console.log(`Valid for ${expiresIn} s at ${publicUrl()}.`);
  },
};
