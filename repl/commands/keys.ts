import type { ActionResult } from '../../lib/contract.ts';
import type { oauthContract } from '../../services/oauth/oauth.contract.ts';
import { asSystem, printTable, type ReplCommand } from '../repl-command.ts';

export const keys: ReplCommand<{ operation: string }> = {
  command: 'keys <operation>',
  description:
    '"keys list" shows the signing keys; "keys rotate" takes the next one into use, without anybody noticing.',
  async action(broker, { operation }) {
    if (operation === 'rotate') {
      const { kid } = await broker.call<ActionResult<typeof oauthContract.rotateKeys>, object>(
        'oauth.keys.rotate',
        {},
        asSystem,
      );
      console.log(`Signing with ${kid} now; tokens of the key before stay valid until they expire.`);
    } else if (operation === 'list') {
      const { data } = await broker.call<ActionResult<typeof oauthContract.listKeys>, object>(
        'oauth.keys.list',
        {},
        asSystem,
      );
      printTable(
        ['key', 'state', 'made'],
        data.map(({ kid, state, createdAt }) => [kid, state, createdAt]),
      );
    } else {
      console.log('Say "keys list" or "keys rotate".');
    }
  },
};
