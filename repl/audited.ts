import { operator } from './operator.ts';
import type { ReplCommand } from './repl-command.ts';

/** Commands of Moleculer whose further words are parameters, passwords among them: of these the command and the action are kept. */
const WITH_PARAMETERS = /^(call|dcall|mcall|bench|emit|broadcast|broadcastLocal)\b/;

/** What is written down of each line that an operator types, before it does anything. */
export function audit(line: string): { operator: string; command: string } {
  const command = WITH_PARAMETERS.test(line) ? line.split(/\s+/, 2).join(' ') : line;
  return { operator: operator(), command };
}

/** Writes down, too, how a command of ours failed if it did. */
export function audited<P>({ action, ...command }: ReplCommand<P>): ReplCommand<P> {
  return {
    ...command,
    async action(broker, args) {
      const { rawCommand = '' } = args as { rawCommand?: string };
      try {
        await action(broker, args);
      } catch (error) {
        broker.logger.warn({ ...audit(rawCommand), err: error }, 'A command of an operator failed');
        console.log(`It failed: ${(error as Error).message}`);
      }
    },
  };
}
