import type { Middleware, ServiceBroker } from 'moleculer';
import { drainServices } from '../mixins/readiness/drain-services.ts';

/**
 * Moleculer stops all services of a process together. A service with a `drain` method stops before that: the requests that it
 * let in still need the others. A node of a cluster has drained when it left; one that had not started yet has not.
 */
export const gracefulStop: Middleware = {
  name: 'GracefulStop',
  stopping: (broker: ServiceBroker) => drainServices(broker),
} as Middleware;
