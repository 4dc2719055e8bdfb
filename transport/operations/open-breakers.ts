import type { ServiceBroker } from 'moleculer';

export interface OpenBreaker {
  nodeId: string;
  action: string;
  state: 'open' | 'half-open';
  since: string;
}

interface BreakerEvent {
  nodeID: string;
  action: string;
}

/** The breakers of this node's calls, kept from what Moleculer tells inside of the process. */
export class OpenBreakers {
  readonly #open = new Map<string, OpenBreaker>();

  constructor(broker: ServiceBroker) {
    const set = (state: OpenBreaker['state']) => (event: BreakerEvent) => {
      const { nodeID: nodeId, action } = event;
      this.#open.set(`${nodeId}:${action}`, { nodeId, action, state, since: new Date().toISOString() });
    };
    broker.localBus.on('$circuit-breaker.opened', set('open'));
    broker.localBus.on('$circuit-breaker.half-opened', set('half-open'));
    broker.localBus.on('$circuit-breaker.closed', ({ nodeID, action }: BreakerEvent) => {
      this.#open.delete(`${nodeID}:${action}`);
    });
    broker.localBus.on('$node.disconnected', ({ node }: { node: { id: string } }) => {
      for (const [key, { nodeId }] of this.#open) if (nodeId === node.id) this.#open.delete(key);
    });
  }

  list(): OpenBreaker[] {
    return [...this.#open.values()];
  }
}
