import { type EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import moleculer, { type Packet, type Transit } from 'moleculer';
import { env } from '../lib/env.ts';
import { connectRedis } from '../lib/redis.ts';
import { deriveKeys } from '../lib/secret.ts';
import { answerMeta } from './answer-meta.ts';
import { Outbox } from './outbox.ts';
import { type SigningKey, sign, signingKey, verify } from './packet-signature.ts';
import { PendingRequests } from './pending-requests.ts';
import { RedisLink } from './redis-link.ts';
import { Refusals } from './refusals.ts';
import { ReplayGuard } from './replay-guard.ts';
import { LARGEST_PACKET } from './streams/limits.ts';
import { NodeStreams } from './streams/node-streams.ts';

/** Bytes of one frame over Redis, which drops a subscriber that is 32 MB behind. Only what nodes tell of themselves comes near it. */
const LARGEST_FRAME = 8 * 1024 * 1024;
/** Milliseconds that a start waits for Redis, and then for the other nodes to introduce themselves. */
const START_PATIENCE = 2000;
const INTRODUCTIONS = 500;
/** Milliseconds that a stop waits for the last packets to reach Redis. */
const FAREWELL = 1000;

type SentPacket = Packet.Packet<Packet.PacketPayload & { id: string }>;

/**
 * Moleculer's Redis transporter with its faults mended: it survives Redis (moleculer#1363), it lets a node start while
 * Redis is away, it sends what belongs together at once, and it takes packets only from nodes that know the secret.
 */
export class SignedRedisTransporter extends moleculer.Transporters.Redis {
  /** Of the base class, whose types do not tell it. */
  declare readonly messageHandler: (kind: string, packet: Packet.Packet<Packet.PacketPayload>) => Promise<unknown>;
  readonly #keys: readonly [SigningKey, ...SigningKey[]];
  readonly #replays = new ReplayGuard(Date.now());
  readonly #outbox = new Outbox((channel, packets) => this.#deliver(channel, packets));
  #refusals!: Refusals;
  #link!: RedisLink;
  #streams!: NodeStreams;
  #sequence = 0;
  /** Why Redis cannot be reached, so that the same reason is logged once. */
  #outage: string | null = null;

  constructor() {
    super();
    const [current, ...others] = deriveKeys('internal-tokens');
    this.#keys = [signingKey(current), ...others.map(signingKey)];
  }

  override init(...[transit, onMessage, afterConnect]: Parameters<moleculer.Transporters.Redis['init']>): void {
    super.init(transit, onMessage, afterConnect);
    this.#refusals = new Refusals(this.logger, this.broker.metrics);
    this.#link = new RedisLink({
      connect: connectRedis,
      // Redis takes no spaces there.
      name: encodeURIComponent(`${this.broker.namespace}:${this.nodeID}`),
      probeChannel: this.getTopicName('PROBE', this.nodeID),
      onReady: () => this.#join(transit),
      onLost: (reason) => this.#leave(transit, reason),
      onMessage: (channel, data) => this.#received(channel, data),
    });
    this.#streams = new NodeStreams(
      transit,
      (nodeId) => this.getTopicName('STREAM', nodeId),
      (command, packet) => void this.#handle(command, packet, this.getTopicName('STREAM', this.nodeID)),
      this.#refusals,
    );
    transit.pendingRequests = new PendingRequests() as unknown as Transit['pendingRequests'];
    const sendResponse = transit.sendResponse.bind(transit);
    transit.sendResponse = (nodeID, id, meta, ...answer) => sendResponse(nodeID, id, answerMeta(meta), ...answer);
    // Stock fault: the broker starts its services only once the transporter is connected. With Redis away a node would
    // not even answer its health check.
    transit.connect = () => this.connect();
  }

  /** Resolves when the node is among the others, or when it is plain that Redis is away: it joins them later then. */
  override async connect(): Promise<void> {
    await Promise.race([this.#link.open(), delay(START_PATIENCE, undefined, { ref: false })]);
    if (!this.connected) {
      this.logger.warn('Without Redis this node starts alone; it joins the others when Redis is there.');
      return;
    }
    await this.#othersAreKnown();
  }

  override async disconnect(): Promise<void> {
    if (this.connected) {
      // Among the last packets is the one that takes this node out of the others' registries.
      this.#outbox.flush();
      await Promise.race([this.#link.audience('').catch(() => 0), delay(FAREWELL, undefined, { ref: false })]);
    }
    this.connected = false;
    this.#streams.close();
    this.#link.close();
  }

  /** Stock fault: it does not wait for its subscriptions, so that answers to its first packets can be lost. */
  override async makeSubscriptions(topics: Record<string, string>[]): Promise<void> {
    await this.#link.subscribe(topics.map(({ cmd = '', nodeID }) => this.getTopicName(cmd, nodeID)));
  }

  override async subscribe(cmd: string, nodeID?: string): Promise<void> {
    await this.#link.subscribe([this.getTopicName(cmd, nodeID)]);
  }

  override send(topic: string, data: Buffer, meta?: { packet?: SentPacket }): Promise<void> {
    const packet = meta?.packet;
    if (data.length > LARGEST_PACKET) return this.#refuseToSend(packet, data.length);
    const sent = this.#streams.send(packet, data);
    if (sent !== undefined) return sent;
    if (data.length > LARGEST_FRAME) return this.#refuseToSend(packet, data.length);
    this.#outbox.add(topic, data);
    return Promise.resolve();
  }

  /** Both clients are ready. Only now is the transporter connected: stock says so while the other client is still down. */
  async #join(transit: Transit): Promise<void> {
    await transit.makeSubscriptions();
    this.connected = true;
    this.#outage = null;
    transit.connected = true;
    transit.isReady = true;
    transit.metrics.set('moleculer.transit.connected', 1);
    this.broker.broadcastLocal('$transporter.connected', { wasReconnect: this.broker.started });
    this.logger.info('Connected to Redis.');
    await transit.discoverer.sendLocalNodeInfo();
    await transit.discoverer.discoverAllNodes();
  }

  /** Nobody can be reached: calls fail at once instead of waiting for a timeout, those under way too. */
  #leave(transit: Transit, reason: string): void {
    if (!this.connected) {
      if (reason !== this.#outage) this.logger.warn({ reason }, 'Redis cannot be reached.');
      this.#outage = reason;
      return;
    }
    this.connected = false;
    transit.connected = false;
    transit.metrics.set('moleculer.transit.connected', 0);
    this.#outbox.clear();
    this.logger.warn({ reason }, 'The connection to Redis is lost; the other nodes are out of reach until it is back.');
    this.broker.broadcastLocal('$transporter.disconnected', { graceFul: false });
    for (const node of this.broker.registry.nodes.toArray()) {
      if (!node.local) this.broker.registry.nodes.disconnected(node.id, true);
    }
  }

  /**
   * Stock waits half a second for the others to introduce themselves, always. How many they are can be asked: a node that
   * is alone goes on at once, and so does one that has heard from all.
   */
  async #othersAreKnown(): Promise<void> {
    const patience = AbortSignal.timeout(INTRODUCTIONS);
    try {
      const others = (await this.#link.audience(this.getTopicName('DISCOVER'))) - 1;
      while (this.broker.registry.nodes.onlineCount() - 1 < others) {
        await once(this.broker.localBus as unknown as EventEmitter, '$node.connected', { signal: patience });
      }
    } catch {
      // Some did not answer in time, or Redis went away: the rest is learnt from their heartbeats.
    }
  }

  #deliver(channel: string, packets: Buffer[]): void {
    this.#sequence += 1;
    const stamp = {
      sender: this.nodeID,
      instance: this.broker.instanceID,
      time: Date.now(),
      sequence: this.#sequence,
    };
    this.#publish(channel, sign(this.#keys[0], channel, stamp, packets)).catch((error: Error) => {
      if (this.connected) this.logger.error({ reason: error.message }, 'Redis refused to publish a packet.');
    });
  }

  async #publish(channel: string, frame: Buffer): Promise<void> {
    const heardBy = await this.#link.publish(channel, frame);
    // A node of a Redis Cluster counts only those that are connected to itself.
    if (heardBy === 0 && env.REDIS_MODE !== 'cluster') this.#nobodyListens(channel);
  }

  /** The connection of a killed process is closed by its kernel: Redis knows it before any heartbeat is missing. */
  #nobodyListens(channel: string): void {
    const { target } = this.#partsOf(channel);
    if (target !== undefined) this.broker.registry.nodes.disconnected(target, true);
  }

  /** Of "prefix.KIND.node", or of "prefix.KIND", which is for all nodes. */
  #partsOf(channel: string): { kind: string; target: string | undefined } {
    const [kind = '', ...target] = channel.slice(this.prefix.length + 1).split('.');
    return { kind, target: target.length > 0 ? target.join('.') : undefined };
  }

  /** Nothing that arrives may end the process: whoever can write to Redis could. */
  #received(channel: string, frame: Buffer): void {
    const opened = this.#open(channel, frame);
    if (typeof opened === 'string') {
      this.#refusals.add(opened, channel, frame);
      return;
    }
    const { kind } = this.#partsOf(channel);
    for (const packet of opened.packets) void this.#handle(kind, packet, channel, opened.sender);
  }

  #open(channel: string, frame: Buffer) {
    if (frame.length > LARGEST_FRAME + 1024) return 'oversized';
    const verified = verify(this.#keys, channel, frame);
    if (typeof verified === 'string') return verified;
    const refusal = this.#replays.refusal(verified.stamp, Date.now());
    return refusal ?? { packets: verified.packets, sender: verified.stamp.sender };
  }

  /** Stock fault: a rejection here is handled by nobody, which ends the process. */
  async #handle(kind: string, data: Buffer, channel: string, signer?: string): Promise<void> {
    try {
      const packet = this.deserialize(kind, data);
      // A node speaks for itself: it takes no other out of the registry, and gets no other's answers.
      if (signer !== undefined && packet.payload.sender !== signer) this.#refusals.add('otherSender', channel, data);
      else await this.messageHandler(kind, packet);
    } catch (error) {
      this.#refusals.add('unreadable', channel, data);
      this.logger.debug(error);
    }
  }

  /** The caller of an action with too large an answer hears so, and does not wait for its timeout. */
  #refuseToSend(packet: SentPacket | undefined, bytes: number): Promise<void> {
    const error = new moleculer.Errors.MoleculerServerError(
      `A packet of ${bytes} bytes is too large for the cluster.`,
      500,
      'PACKET_TOO_LARGE',
    );
    if (packet?.type !== 'RES' || !packet.target) return Promise.reject(error);
    this.logger.error(error);
    return this.transit.sendResponse(packet.target, packet.payload.id, {}, {}, null as never, error);
  }
}
