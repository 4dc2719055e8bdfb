import { afterEach } from '@jest/globals';
import moleculer, { type BrokerOptions, type ServiceBroker, type ServiceSchema } from 'moleculer';
import config from '../../moleculer.config.ts';
import { clusterMiddlewares } from '../../transport/cluster-middlewares.ts';
import { clusterOptions } from '../../transport/cluster-options.ts';

const brokers = new Set<ServiceBroker>();
let made = 0;

afterEach(async () => {
  await Promise.all(Array.from(brokers, (broker) => broker.stop()));
  brokers.clear();
});

/** A node with the platform's options and these services, in the process of the tests. */
export async function startNode(services: ServiceSchema[] = [], options: BrokerOptions = {}): Promise<ServiceBroker> {
  made += 1;
  const broker = new moleculer.ServiceBroker({
    ...config,
    ...clusterOptions,
    nodeID: `node-${made}`,
    logger: false,
    ...options,
  });
  brokers.add(broker);
  for (const schema of services) broker.createService(schema);
  await broker.start();
  return broker;
}

/**
 * Options of a node with an HTTP server of its own, which streams need. It watches no supervisor: in a worker of Jest that would be
 * Jest.
 */
export function withServer(middlewares = config.middlewares ?? []): BrokerOptions {
  const inCluster = clusterMiddlewares().filter(({ name }) => name !== 'Supervised');
  return { middlewares: [...middlewares, ...inCluster] };
}

/** Resolves when the node knows these services, whoever runs them. */
export async function untilKnown(broker: ServiceBroker, ...services: string[]): Promise<void> {
  await broker.waitForServices(services, 15_000, 20);
}

/** Resolves with the first value of a probe that is true; rejects after `within` ms with what it was last. */
export async function until<T>(probe: () => T | Promise<T>, within = 10_000): Promise<T> {
  const deadline = performance.now() + within;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (performance.now() > deadline) throw new Error(`It did not become so within ${within} ms: ${probe}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
