import type { ServiceBroker } from 'moleculer';

const leaving = new WeakMap<ServiceBroker, 'stopping' | 'draining'>();

/** From now on this process is not ready: because it stops, or because an operator took it out of the cluster. */
export function markLeaving(broker: ServiceBroker, why: 'stopping' | 'draining'): void {
  leaving.set(broker, why);
}

/** An operator has put it back. */
export function unmarkLeaving(broker: ServiceBroker): void {
  leaving.delete(broker);
}

export function whyLeaving(broker: ServiceBroker): 'stopping' | 'draining' | undefined {
  return broker.stopping ? 'stopping' : leaving.get(broker);
}
