import type { Middleware, ServiceBroker } from 'moleculer';
import { publish, untilSeenByAll } from './announce.ts';

/**
 * A process has started when the others know its services: whoever waits for it may then stop the one that it replaces. Moleculer by
 * itself tells of new services a second later.
 */
export function announced(): Middleware {
  return {
    name: 'Announced',
    async started(broker: ServiceBroker) {
      await publish(broker);
      await untilSeenByAll(broker);
    },
  } as Middleware;
}
