/** Bytes of packets that are sent in one frame; a larger packet travels alone. */
const FRAME = 256 * 1024;
/**
 * Packets that are sent in one frame. More wait for nothing: while one process works on what another one has sent, that
 * one would have to wait for all of it to come back before it had something to do again.
 */
const PACKETS = 16;

interface Waiting {
  channel: string;
  packets: Buffer[];
  bytes: number;
}

/**
 * Collects what is sent in one turn of the event loop and hands it over by channel: one signature, one PUBLISH and one
 * message on the other side for up to sixteen packets. Order within a channel is kept.
 */
export class Outbox {
  /** One for each node that is told something in this turn: few. A Map would be emptied each turn, which makes garbage that lasts. */
  #waiting: Waiting[] = [];
  readonly #deliver: (channel: string, packets: Buffer[]) => void;
  #isScheduled = false;

  constructor(deliver: (channel: string, packets: Buffer[]) => void) {
    this.#deliver = deliver;
  }

  add(channel: string, packet: Buffer): void {
    let waiting = this.#waiting.find((other) => other.channel === channel);
    if (waiting === undefined) {
      waiting = { channel, packets: [], bytes: 0 };
      this.#waiting.push(waiting);
    } else if (waiting.packets.length === PACKETS || waiting.bytes + packet.length > FRAME) {
      this.#deliver(channel, waiting.packets);
      waiting.packets = [];
      waiting.bytes = 0;
    }
    waiting.packets.push(packet);
    waiting.bytes += packet.length;
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.flush());
  }

  flush(): void {
    this.#isScheduled = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { channel, packets } of waiting) this.#deliver(channel, packets);
  }

  clear(): void {
    this.#waiting = [];
  }
}
