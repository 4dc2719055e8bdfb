import type { Cluster, Redis, RedisOptions } from 'ioredis';
import { ClientPair } from './client-pair.ts';

/** Milliseconds between two probes, and how many in a row may stay unanswered: more, and Redis or the way to it is dead. */
const PROBE_EVERY = 1000;
const PROBES_MISSED = 3;
const LONGEST_WAIT = 1000;

export interface LinkOptions {
  connect: (options: RedisOptions) => Redis | Cluster;
  /** Name of the connections. */
  name: string;
  /** A channel of this node's own, on which its probes come back. */
  probeChannel: string;
  /** Both clients are ready; may subscribe. A rejection ends this pair, and another is tried. */
  onReady: () => Promise<void>;
  onLost: (reason: string) => void;
  onMessage: (channel: string, data: Buffer) => void;
}

/** Keeps a pair of clients to Redis: makes another one, with growing pauses, whenever the present one ends or falls silent. */
export class RedisLink {
  readonly #options: LinkOptions;
  #pair: ClientPair | null = null;
  #isClosed = false;
  #failures = 0;
  #unanswered = 0;
  #retry: NodeJS.Timeout | undefined;
  #probing: NodeJS.Timeout | undefined;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  /** Resolves when the first try has succeeded or failed; the link goes on trying either way. */
  async open(): Promise<void> {
    this.#isClosed = false;
    await this.#connect();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    clearInterval(this.#probing);
    this.#pair?.close();
    this.#pair = null;
  }

  async subscribe(channels: readonly string[]): Promise<void> {
    await this.#live().subscriber.subscribe(...channels);
  }

  /** @returns how many connections heard it. */
  publish(channel: string, data: Buffer): Promise<number> {
    return this.#live().publisher.publish(channel, data);
  }

  /** How many connections are subscribed to a channel. */
  async audience(channel: string): Promise<number> {
    const [, count] = (await this.#live().publisher.pubsub('NUMSUB', channel)) as [string, number];
    return Number(count);
  }

  async #connect(): Promise<void> {
    const pair = new ClientPair(this.#options.connect, this.#options.name, (reason) => this.#ended(pair, reason));
    this.#pair = pair;
    try {
      await pair.ready();
      pair.subscriber.on('messageBuffer', (channel: Buffer, data: Buffer) => this.#received(channel.toString(), data));
      await pair.subscriber.subscribe(this.#options.probeChannel);
      await this.#options.onReady();
      if (this.#pair !== pair) return;
      this.#failures = 0;
      this.#startProbing(pair);
    } catch (error) {
      pair.end((error as Error).message);
    }
  }

  #ended(pair: ClientPair, reason: string): void {
    if (this.#pair !== pair || this.#isClosed) return;
    this.#pair = null;
    clearInterval(this.#probing);
    this.#options.onLost(reason);
    this.#failures += 1;
    // Nodes that lost the same Redis do not all come back in the same instant.
    const wait = Math.min(50 * 2 ** this.#failures, LONGEST_WAIT) * (0.5 + Math.random() / 2);
    this.#retry = setTimeout(() => void this.#connect(), wait);
  }

  /**
   * A message to itself goes the whole way: a Redis that is frozen, a connection that a firewall forgot and a subscription
   * that got lost all show. Counted in probes, not in time: a process that was frozen itself does not blame Redis.
   */
  #startProbing(pair: ClientPair): void {
    this.#unanswered = 0;
    this.#probing = setInterval(() => {
      if (this.#unanswered >= PROBES_MISSED) {
        // Timers come before what has arrived: where this process is late, the answers may be there already.
        setImmediate(() => {
          if (this.#unanswered >= PROBES_MISSED) pair.end('it does not answer');
        });
        return;
      }
      this.#unanswered += 1;
      pair.publisher.publish(this.#options.probeChannel, '').catch(() => {});
    }, PROBE_EVERY);
    this.#probing.unref();
  }

  #received(channel: string, data: Buffer): void {
    if (channel === this.#options.probeChannel) this.#unanswered = 0;
    else this.#options.onMessage(channel, data);
  }

  #live(): ClientPair {
    if (this.#pair === null) throw new Error('Redis is away.');
    return this.#pair;
  }
}
