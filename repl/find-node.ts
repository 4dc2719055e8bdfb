import type { ServiceBroker } from 'moleculer';

/** The available nodes that have services, which this prompt has not. */
export function serverNodes(broker: ServiceBroker): string[] {
  const list = broker.registry.getNodeList({ onlyAvailable: true });
  return list
    .map(({ id }) => id)
    .filter((id) => broker.registry.hasService('$operations', id))
    .sort();
}

/** Whether the node is there; said on the terminal when it is not. */
export function isNode(broker: ServiceBroker, id: string): boolean {
  const nodes = serverNodes(broker);
  if (nodes.includes(id)) return true;
  console.log(`There is no node ${id}: there is ${nodes.join(', ') || 'none'}.`);
  return false;
}
