import type { ActionParams, ActionResult } from '../../lib/contract.ts';
import { type LogLevel, logLevels } from '../../lib/log-level.ts';
import type { operationsContract } from '../../transport/operations/operations.contract.ts';
import { secondsOf } from '../duration.ts';
import { isNode } from '../find-node.ts';
import { operator } from '../operator.ts';
import { asSystem, type ReplCommand } from '../repl-command.ts';

type LogLevelContract = typeof operationsContract.logLevel;

export const logLevel: ReplCommand<{ node: string; level: string; options: { for?: string } }> = {
  command: 'log-level <node> <level>',
  description: `Lets a node log more or less (${logLevels.join(', ')}) for a time, 10 minutes unless told, at most a day.`,
  options: [{ option: '--for <time>', description: 'such as 90s, 10m or 2h' }],
  async action(broker, { node, level, options }) {
    const seconds = secondsOf(String(options.for ?? '10m'));
    if (!logLevels.includes(level as LogLevel)) console.log(`There is no level ${level}: say ${logLevels.join(', ')}.`);
    else if (seconds === undefined) console.log('Say for how long as 90s, 10m or 2h.');
    else if (isNode(broker, node)) {
      const { until } = await broker.call<ActionResult<LogLevelContract>, ActionParams<LogLevelContract>>(
        '$operations.logLevel',
        { by: operator(), level: level as LogLevel, seconds },
        { ...asSystem, nodeID: node },
      );
      console.log(`${node} logs at ${level} until ${until}.`);
    }
  },
};
