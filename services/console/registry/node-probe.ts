import type { ServiceBroker } from 'moleculer';

interface Pong {
  nodeID: string;
  elapsedTime: number;
}

const FRESH_MS = 1000;
const PATIENCE_MS = 1000;

/** How far and how busy the nodes are; measured at most once a second, whoever wants to know. */
export class NodeProbe {
  readonly #broker: ServiceBroker;
  readonly #measured = new Map<string, number>();
  #probe: Promise<unknown> | undefined;
  #probedAt = Number.NEGATIVE_INFINITY;

  constructor(broker: ServiceBroker) {
    this.#broker = broker;
    broker.localBus.on('$node.pong', ({ nodeID, elapsedTime }: Pong) => this.#measured.set(nodeID, elapsedTime));
    broker.localBus.on('$node.disconnected', ({ node }: { node: { id: string } }) => this.#measured.delete(node.id));
  }

  /** Resolves when the other nodes have answered, or have had a second to. */
  async measure(): Promise<void> {
    const now = performance.now();
    if (this.#probe === undefined || now - this.#probedAt > FRESH_MS) {
      this.#probedAt = now;
      this.#probe = Promise.all([this.#pingOthers(), this.#measureOwnLoad()]);
    }
    await this.#probe;
  }

  /** Milliseconds there and back; 0 for this node itself, null for one that has not answered yet. */
  latencyOf(nodeId: string): number | null {
    return nodeId === this.#broker.nodeID ? 0 : (this.#measured.get(nodeId) ?? null);
  }

  async #pingOthers(): Promise<void> {
    const others = this.#broker.registry.nodes.toArray().filter(({ local, available }) => available && !local);
    const ids = others.map(({ id }) => id);
    // Asked without anybody to answer, Moleculer would wait for the whole time.
    if (ids.length > 0) await this.#broker.ping(ids, PATIENCE_MS);
  }

  /** Other nodes tell with each heartbeat; a node without a transporter has none and never looks at itself. */
  async #measureOwnLoad(): Promise<void> {
    await this.#broker.registry.nodes.localNode?.updateLocalInfo(() => this.#broker.getCpuUsage());
  }
}
