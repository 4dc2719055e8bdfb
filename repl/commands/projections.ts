import type { ActionResult } from '../../lib/contract.ts';
import type { eventStoreContract } from '../../mixins/event-store/event-store.contract.ts';
import { asSystem, type ReplCommand } from '../repl-command.ts';

type Rebuilt = ActionResult<typeof eventStoreContract.rebuildProjections>;

export const projections: ReplCommand<{ operation: string; service: string }> = {
  command: 'projections <operation> <service>',
  description:
    '"projections rebuild users" folds the log of a service again and mends what differs; "check" only says so.',
  async action(broker, { operation, service }) {
    if (operation !== 'rebuild' && operation !== 'check') {
      console.log('Say "projections rebuild <service>" or "projections check <service>".');
      return;
    }
    const action = `${service}.projections.rebuild`;
    if (!broker.registry.actions.isAvailable(action)) {
      console.log(`The service ${service} has no projections.`);
      return;
    }
    const { streams, events, differing } = await broker.call<Rebuilt, { check: boolean }>(
      action,
      { check: operation === 'check' },
      { ...asSystem, timeout: 0 },
    );
    const verb = operation === 'check' ? 'differ' : 'differed and were mended';
    console.log(`${events} events of ${streams} streams read; ${differing.length} projections ${verb}.`);
    for (const stream of differing) console.log(`  ${stream}`);
  },
};
