import type { ServiceBroker } from 'moleculer';

export type BreakerState = 'closed' | 'half-open' | 'open';

interface BreakerEvent {
  nodeID: string;
  service: string;
  action: string;
}

interface Entry extends BreakerEvent {
  state: BreakerState;
  since: number;
}

/**
 * The circuit breakers of this node's calls, kept from Moleculer's events. Only what is not closed is remembered: breakers
 * are few, and closed is how they begin.
 */
export class BreakerStates {
  readonly #entries = new Map<string, Entry>();
  readonly #forgottenAfter: number;

  constructor(broker: ServiceBroker) {
    // Moleculer drops a breaker that nobody used for two of its windows without an event; the next call meets a closed one.
    this.#forgottenAfter = 2000 * (broker.options.circuitBreaker?.windowTime ?? 60);
    const bus = broker.localBus;
    bus.on('$circuit-breaker.opened', (event: BreakerEvent) => this.#set('open', event));
    bus.on('$circuit-breaker.half-opened', (event: BreakerEvent) => this.#set('half-open', event));
    bus.on('$circuit-breaker.closed', (event: BreakerEvent) => this.#entries.delete(keyOf(event.nodeID, event.action)));
    bus.on('$node.disconnected', ({ node }: { node: { id: string } }) => this.#forgetNode(node.id));
  }

  ofEndpoint(nodeId: string, action: string): BreakerState {
    const entry = this.#entries.get(keyOf(nodeId, action));
    return entry === undefined || this.#isForgotten(entry) ? 'closed' : entry.state;
  }

  /** The worst of all its actions on all nodes. */
  ofService(service: string): BreakerState {
    let worst: BreakerState = 'closed';
    for (const entry of this.#entries.values()) {
      if (entry.service !== service || this.#isForgotten(entry)) continue;
      if (entry.state === 'open') return 'open';
      worst = entry.state;
    }
    return worst;
  }

  #set(state: BreakerState, { nodeID, service, action }: BreakerEvent): void {
    this.#entries.set(keyOf(nodeID, action), { nodeID, service, action, state, since: performance.now() });
  }

  #isForgotten({ state, since }: Entry): boolean {
    return state === 'half-open' && performance.now() - since > this.#forgottenAfter;
  }

  #forgetNode(nodeId: string): void {
    for (const [key, entry] of this.#entries) if (entry.nodeID === nodeId) this.#entries.delete(key);
  }
}

function keyOf(nodeId: string, action: string): string {
  return `${nodeId}:${action}`;
}
