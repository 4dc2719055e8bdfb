import type { ActionResult } from '../../lib/contract.ts';
import type { operationsContract } from '../../transport/operations/operations.contract.ts';
import { serverNodes } from '../find-node.ts';
import { asSystem, printTable, type ReplCommand } from '../repl-command.ts';

type Breakers = ActionResult<typeof operationsContract.breakers>;

const PATIENCE = 2_000;

export const breakers: ReplCommand<unknown> = {
  command: 'breakers',
  description: 'Which calls of which node are shut off, because what they call failed too often.',
  async action(broker) {
    const rows = await Promise.all(
      serverNodes(broker).map(async (caller) => {
        const options = { ...asSystem, nodeID: caller, timeout: PATIENCE };
        const open = await broker.call<Breakers, object>('$operations.breakers', {}, options).catch(() => null);
        if (open === null) return [[caller, 'does not answer', '', '', '']];
        return open.map(({ nodeId, action, state, since }) => [caller, nodeId, action, state, since]);
      }),
    );
    if (rows.flat().length === 0) console.log('All are closed.');
    else printTable(['calls of', 'to', 'action', 'state', 'since'], rows.flat());
  },
};
