import type { ActionResult } from '../../lib/contract.ts';
import type { eventConsumerContract } from '../../mixins/event-store/event-consumer.contract.ts';
import { asSystem, printTable, type ReplCommand } from '../repl-command.ts';

type Consumers = ActionResult<typeof eventConsumerContract.status>;

const SUFFIX = '.consumers.status';

export const lag: ReplCommand<unknown> = {
  command: 'lag',
  description: '"events lag": how many events wait to be handled by those who read the logs of other services.',
  async action(broker) {
    const actions = broker.registry.getActionList({ onlyAvailable: true }).map(({ name }) => name);
    const services = actions.filter((name) => name.endsWith(SUFFIX)).map((name) => name.slice(0, -SUFFIX.length));
    const rows = await Promise.all(
      services.map(async (service) => {
        const answer = await broker
          .call<Consumers, object>(`${service}${SUFFIX}`, {}, asSystem)
          .catch((error: Error) => error.message);
        // One service that does not answer is no reason to hear nothing of the others.
        if (typeof answer === 'string') return [[service, '', '', '', '', answer]];
        return answer.map(({ name, source, position, lag: waiting, lastError }) => [
          service,
          name,
          source,
          String(position),
          waiting === null ? 'unknown' : String(waiting),
          lastError ?? '',
        ]);
      }),
    );
    printTable(['service', 'consumer', 'log of', 'position', 'waiting', 'error'], rows.flat());
  },
};
