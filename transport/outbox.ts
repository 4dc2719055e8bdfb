/** Bytes of packets that are sent in one frame; a larger packet travels alone. */
const FRAME = 256 * 1024;

interface Waiting {
  packets: Buffer[];
  bytes: number;
}

/**
 * Collects what is sent in one turn of the event loop and hands it over by channel: one signature, one PUBLISH and one
 * message on the other side for all of it. Order within a channel is kept.
 */
export class Outbox {
  readonly #waiting = new Map<string, Waiting>();
  readonly #deliver: (channel: string, packets: Buffer[]) => void;
  #isScheduled = false;

  constructor(deliver: (channel: string, packets: Buffer[]) => void) {
    this.#deliver = deliver;
  }

  add(channel: string, packet: Buffer): void {
    let waiting = this.#waiting.get(channel);
    if (waiting !== undefined && waiting.bytes + packet.length > FRAME) {
      this.#waiting.delete(channel);
      this.#deliver(channel, waiting.packets);
      waiting = undefined;
    }
    if (waiting === undefined) {
      waiting = { packets: [], bytes: 0 };
      this.#waiting.set(channel, waiting);
    }
    waiting.packets.push(packet);
    waiting.bytes += packet.length;
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.flush());
  }

  flush(): void {
    this.#isScheduled = false;
    const entries = [...this.#waiting];
    this.#waiting.clear();
    for (const [channel, { packets }] of entries) this.#deliver(channel, packets);
  }

  clear(): void {
    this.#waiting.clear();
  }
}
