import { operator } from './operator.ts';
import type { ReplCommand } from './repl-command.ts';

/** Writes down who used the command, before it does anything, and how it failed if it did. */
export function audited<P>({ action, ...command }: ReplCommand<P>): ReplCommand<P> {
  return {
    ...command,
    async action(broker, args) {
      const { rawCommand } = args as { rawCommand?: string };
      const operation = { operator: operator(), command: rawCommand };
      broker.logger.info(operation, 'An operator used a command');
      try {
        await action(broker, args);
      } catch (error) {
        broker.logger.warn({ ...operation, err: error }, 'A command of an operator failed');
        console.log(`It failed: ${(error as Error).message}`);
      }
    },
  };
}
