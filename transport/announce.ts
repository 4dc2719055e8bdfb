import type { ServiceBroker } from 'moleculer';
import { newId } from '../lib/ids.ts';

interface Pong {
  nodeID: string;
  id: string;
}

/** What Moleculer's types do not tell of its registry. */
interface Registry {
  regenerateLocalRawInfo(countUp: boolean, isStopping?: boolean): { services: { name: string }[] };
  discoverer: { sendLocalNodeInfo(): Promise<void> };
}

/** Tells all nodes that this one has no services: from now on they call others. */
export async function unpublish(broker: ServiceBroker): Promise<void> {
  const registry = broker.registry as unknown as Registry;
  registry.regenerateLocalRawInfo(true, true);
  await registry.discoverer.sendLocalNodeInfo();
}

/** The same, but for what operators reach it by ("$node", "$operations"). */
export async function unpublishServices(broker: ServiceBroker): Promise<void> {
  const registry = broker.registry as unknown as Registry;
  const info = registry.regenerateLocalRawInfo(true);
  info.services = info.services.filter(({ name }) => name.startsWith('$'));
  await registry.discoverer.sendLocalNodeInfo();
}

export async function publish(broker: ServiceBroker): Promise<void> {
  const registry = broker.registry as unknown as Registry;
  registry.regenerateLocalRawInfo(true);
  await registry.discoverer.sendLocalNodeInfo();
}

/**
 * Resolves when every other node has acted on what this one sent before. Packets of one sender arrive in their order, so that whoever
 * answers a ping has read what came before it; and what a node sent here before its answer has arrived too. A node that is
 * frozen holds nobody up for longer than `patience` ms.
 */
export async function untilSeenByAll(broker: ServiceBroker, patience = 2_000): Promise<void> {
  const { transit } = broker;
  if (!transit?.connected) return;
  const id = newId();
  const waited = new Set(
    broker.registry
      .getNodeList({ onlyAvailable: true })
      .map((node) => node.id)
      .filter((nodeId) => nodeId !== broker.nodeID),
  );
  if (waited.size === 0) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      broker.localBus.off('$node.pong', heard);
      broker.localBus.off('$node.disconnected', gone);
      resolve();
    };
    const settle = (nodeId: string) => {
      waited.delete(nodeId);
      if (waited.size === 0) done();
    };
    const heard = (pong: Pong) => pong.id === id && settle(pong.nodeID);
    const gone = ({ node }: { node: { id: string } }) => settle(node.id);
    const timer = setTimeout(done, patience);
    broker.localBus.on('$node.pong', heard);
    broker.localBus.on('$node.disconnected', gone);
    const { sendPing } = transit as unknown as { sendPing(nodeId: string, id: string): Promise<void> };
    for (const nodeId of waited) void sendPing.call(transit, nodeId, id);
  });
}
