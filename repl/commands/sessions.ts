import type { ActionParams, ActionResult } from '../../lib/contract.ts';
import type { oauthContract } from '../../services/oauth/oauth.contract.ts';
import { findAccount } from '../find-account.ts';
import { asSystem, printTable, type ReplCommand } from '../repl-command.ts';

type ListContract = typeof oauthContract.listSessions;

export const sessions: ReplCommand<{ email: string }> = {
  command: 'sessions <email>',
  description: 'Where an account is logged in.',
  async action(broker, { email }) {
    const account = await findAccount(broker, email);
    if (account === null) return;
    const { data } = await broker.call<ActionResult<ListContract>, ActionParams<ListContract>>(
      'oauth.sessions.list',
      { userId: account.id, limit: 100 } as ActionParams<ListContract>,
      asSystem,
    );
    printTable(
      ['device', 'address', 'last used', 'expires', 'id'],
      data.map(({ device, ip, lastUsedAt, expiresAt, id }) => [
        device.name ?? ([device.browser, device.os].filter(Boolean).join(', ') || 'unknown'),
        ip ?? '',
        lastUsedAt,
        expiresAt,
        id,
      ]),
    );
  },
};
