import type { ActionParams, ActionResult } from '../../lib/contract.ts';
import type { operationsContract } from '../../transport/operations/operations.contract.ts';
import { isNode } from '../find-node.ts';
import { operator } from '../operator.ts';
import { asSystem, type ReplCommand } from '../repl-command.ts';

type DrainContract = typeof operationsContract.drain;

export const drain: ReplCommand<{ node: string; options: { back?: boolean } }> = {
  command: 'drain <node>',
  description:
    'Takes a node out: the others call it no more, and its readiness says 503. "drain <node> --back" puts it back.',
  options: [{ option: '--back', description: 'put it back' }],
  async action(broker, { node, options }) {
    if (!isNode(broker, node)) return;
    const back = options.back === true;
    const { underWay } = await broker.call<ActionResult<DrainContract>, ActionParams<DrainContract>>(
      '$operations.drain',
      { by: operator(), back },
      { ...asSystem, nodeID: node },
    );
    console.log(back ? `${node} is back.` : `${node} is out; it still works on ${underWay} calls.`);
  },
};
