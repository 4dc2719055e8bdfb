import type { Service, ServiceBroker } from 'moleculer';

type Drainable = Service & { drain?: () => Promise<void> };

const drained = new WeakMap<ServiceBroker, Promise<unknown>>();

/** Lets every service that has a `drain` method end what it let in. Once: a request that hangs is not waited for a second time. */
export async function drainServices(broker: ServiceBroker): Promise<void> {
  let draining = drained.get(broker);
  if (draining === undefined) {
    draining = Promise.all(broker.services.map((service: Drainable) => service.drain?.()));
    drained.set(broker, draining);
  }
  await draining;
}
