import type { Middleware, Service, ServiceBroker } from 'moleculer';
import { closeSharedRedis } from '../lib/redis.ts';

type Drainable = Service & { drain?: () => Promise<void> };

/**
 * Moleculer stops all services of a process together. A service with a `drain` method stops before that: the requests that it
 * let in still need the others.
 */
export const gracefulStop: Middleware = {
  name: 'GracefulStop',

  async stopping(broker: ServiceBroker) {
    await Promise.all(broker.services.map((service: Drainable) => service.drain?.()));
  },

  /** After the services, which count in it to the last. */
  async stopped() {
    closeSharedRedis();
  },
} as Middleware;
