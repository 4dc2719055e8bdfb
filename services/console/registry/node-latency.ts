import type { ServiceBroker } from 'moleculer';

interface Pong {
  nodeID: string;
  elapsedTime: number;
}

const FRESH_MS = 1000;
const PATIENCE_MS = 1000;

/** Round-trip times to the other nodes; asked at most once a second, whoever wants to know. */
export class NodeLatency {
  readonly #broker: ServiceBroker;
  readonly #measured = new Map<string, number>();
  #ping: Promise<unknown> | undefined;
  #pingedAt = Number.NEGATIVE_INFINITY;

  constructor(broker: ServiceBroker) {
    this.#broker = broker;
    broker.localBus.on('$node.pong', ({ nodeID, elapsedTime }: Pong) => this.#measured.set(nodeID, elapsedTime));
    broker.localBus.on('$node.disconnected', ({ node }: { node: { id: string } }) => this.#measured.delete(node.id));
  }

  /** Resolves when the other nodes have answered, or have had a second to. */
  async measure(): Promise<void> {
    const now = performance.now();
    if (this.#ping === undefined || now - this.#pingedAt > FRESH_MS) {
      this.#pingedAt = now;
      this.#ping = this.#broker.ping(undefined, PATIENCE_MS);
    }
    await this.#ping;
  }

  /** Milliseconds there and back; 0 for this node itself, null for one that has not answered yet. */
  of(nodeId: string): number | null {
    return nodeId === this.#broker.nodeID ? 0 : (this.#measured.get(nodeId) ?? null);
  }
}
