import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Context, ServiceBroker, Transit } from 'moleculer';
import { commonErrors } from '../../lib/errors.ts';
import type { Refusals } from '../refusals.ts';
import { collect } from './collect.ts';
import { LARGEST_OVER_REDIS, LARGEST_PACKET } from './limits.ts';
import { Offers } from './offers.ts';
import { StreamClient } from './stream-client.ts';
import { StreamServer } from './stream-server.ts';
import { TransferTokens } from './transfer-tokens.ts';

/** Header of a small answer that says where the real one is. */
interface Offered {
  ticket: string;
  /** The answer is a stream; else the packet of the answer is fetched. */
  stream: boolean;
  objectMode: boolean;
}
type OfferHeaders = { $offer?: Offered };

interface Answer {
  id: string;
  sender: string;
  headers?: OfferHeaders | null;
}

/** What Moleculer's types do not tell of its transit. */
interface Internals {
  sendResponse(
    target: string,
    id: string,
    meta: object,
    headers: object | null,
    data: unknown,
    error: unknown,
  ): Promise<void>;
  responseHandler(packet: Answer & Record<string, unknown>): void;
  _handleIncomingRequestStream(payload: { id: string }): Readable | false;
  request(ctx: Context): Promise<unknown>;
}

interface SentPacket {
  type: string;
  target?: string | null;
  payload: { id: string };
}

const streamsOf = new WeakMap<ServiceBroker, NodeStreams>();

/** The streams of the node that this broker is; undefined for one without a transporter. */
export function nodeStreamsOf(broker: ServiceBroker): NodeStreams | undefined {
  return streamsOf.get(broker);
}

/**
 * Bytes between nodes. Moleculer cuts a stream into packets, without backpressure and without an end when a node dies, and all of
 * it would go through Redis. Here a stream, and every packet that is too large, goes over HTTP between the two processes: a call
 * with a stream is sent to the node that owns the action; an answer is offered in a small packet and fetched by the
 * node that asked. Services see the streams that they would see in one process.
 */
export class NodeStreams {
  readonly #transit: Omit<Transit, keyof Internals> & Internals;
  readonly #receive: (command: string, packet: Buffer) => void;
  readonly #offers = new Offers();
  readonly #client: StreamClient;
  readonly #server: StreamServer;
  /** Streams by the id of their call: on the way out until its packet is sent, on the way in until it is read. */
  readonly #outgoing = new Map<string, Readable>();
  readonly #incoming = new Map<string, Readable>();
  #fetching = 0;

  constructor(
    transit: Transit,
    channelOf: (nodeId: string) => string,
    receive: (command: string, packet: Buffer) => void,
    refusals: Refusals,
  ) {
    this.#transit = transit as unknown as Omit<Transit, keyof Internals> & Internals;
    this.#receive = receive;
    const { broker, nodeID } = transit;
    const tokens = new TransferTokens({ nodeID, instanceID: broker.instanceID, channelOf }, refusals);
    this.#client = new StreamClient(broker, tokens, transit.logger);
    this.#server = new StreamServer(tokens, this.#offers, {
      receive,
      receiveCall: (id, packet, stream) => this.#receiveCall(id, packet, stream),
    });
    streamsOf.set(broker, this);
    this.#takeOver();
  }

  /** What is under way in either direction. */
  get open(): number {
    return this.#server.open + this.#offers.size + this.#fetching;
  }

  answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    return this.#server.answer(req, res);
  }

  close(): void {
    this.#offers.close();
  }

  /** Sends a packet that does not belong into Redis. @returns undefined when it does. */
  send(packet: SentPacket | undefined, data: Buffer): Promise<void> | undefined {
    if (!packet?.target) return undefined;
    const { type, target, payload } = packet;
    // Asked for its size first: a look for an id that was never seen costs V8 an entry in its table of all strings.
    const stream = type === 'REQ' && this.#outgoing.size > 0 ? this.#outgoing.get(payload.id) : undefined;
    if (stream === undefined && data.length <= LARGEST_OVER_REDIS) return undefined;
    if (type === 'RES') return this.#offerPacket(target, payload.id, data);
    if (type !== 'REQ' && type !== 'EVENT') return undefined;
    if (stream !== undefined) this.#outgoing.delete(payload.id);
    const sent =
      stream === undefined
        ? this.#client.sendPacket(target, type, data)
        : this.#client.sendCall(target, payload.id, data, stream);
    return sent.catch((error: unknown) => {
      stream?.destroy();
      // Stock keeps a call that could not be sent for ever.
      this.#transit.removePendingRequest(payload.id);
      throw error;
    });
  }

  /** Where Moleculer would cut up and put together streams. */
  #takeOver(): void {
    const transit = this.#transit;
    const { request, sendResponse, responseHandler } = transit;
    transit.request = (ctx) => this.#request(ctx, request.bind(transit));
    transit._handleIncomingRequestStream = ({ id }) => {
      if (this.#incoming.size === 0) return false;
      const stream = this.#incoming.get(id);
      this.#incoming.delete(id);
      return stream ?? false;
    };
    transit.sendResponse = (target, id, meta, headers, data, error) => {
      if (!isReadable(data)) return sendResponse.call(transit, target, id, meta, headers, data, error);
      const ticket = this.#offers.add(target, data);
      if (ticket === null) return sendResponse.call(transit, target, id, {}, null, null, tooManyOffers());
      const $offer: Offered = { ticket, stream: true, objectMode: data.readableObjectMode };
      return sendResponse.call(transit, target, id, meta, { ...headers, $offer }, null, null);
    };
    transit.responseHandler = (packet) => {
      const offered = packet.headers?.$offer;
      if (offered === undefined) responseHandler.call(transit, packet);
      else
        void this.#fetch(packet, offered, (data) => responseHandler.call(transit, { ...packet, headers: null, data }));
    };
  }

  /** A stream goes beside the packet of its call, and goes down with it. */
  #request(ctx: Context, request: (ctx: Context) => Promise<unknown>): Promise<unknown> {
    const { stream } = ctx.options as { stream?: unknown };
    if (!isReadable(stream)) return request(ctx);
    ctx.options = { ...ctx.options, stream: undefined } as Context['options'];
    this.#outgoing.set(ctx.id, stream);
    // A source that fails is told to the service; without a listener it would end the process.
    stream.on('error', () => undefined);
    return request(ctx)
      .catch((error: unknown) => {
        // The error boundary tells the call that it took too long. Nothing else ends the stream then; of other failures the
        // transfer hears, and a source such as a request may still have to carry the answer.
        if ((error as { type?: unknown }).type === 'REQUEST_TIMEOUT') stream.destroy();
        throw error;
      })
      .finally(() => this.#outgoing.delete(ctx.id));
  }

  #receiveCall(id: string, packet: Buffer, stream: Readable): void {
    this.#incoming.set(id, stream);
    // A client that goes away in the middle must not end the process of a service that does not listen.
    stream.on('error', () => undefined);
    stream.once('close', () => this.#incoming.delete(id));
    this.#receive('REQ', packet);
  }

  #offerPacket(target: string, id: string, data: Buffer): Promise<void> {
    const ticket = this.#offers.add(target, data);
    if (ticket === null) return this.#transit.sendResponse(target, id, {}, null, null, tooManyOffers());
    const $offer: Offered = { ticket, stream: false, objectMode: false };
    return this.#transit.sendResponse(target, id, {}, { $offer }, null, null);
  }

  /** Nothing is fetched for a call that nobody waits for any more: the offer expires, which ends its source. */
  async #fetch(answer: Answer, offered: Offered, resolve: (data: unknown) => void): Promise<void> {
    const { pendingRequests } = this.#transit;
    const pending = pendingRequests.get(answer.id);
    if (pending === undefined) return;
    this.#fetching += 1;
    try {
      const stream = await this.#client.fetch(answer.sender, offered.ticket, offered.objectMode);
      if (!offered.stream) this.#receive('RES', await collect(stream, LARGEST_PACKET));
      else if (pendingRequests.get(answer.id) === undefined) stream.destroy();
      else resolve(stream);
    } catch (error) {
      this.#transit.removePendingRequest(answer.id);
      pending.reject(error as Error);
    } finally {
      this.#fetching -= 1;
    }
  }
}

function isReadable(value: unknown): value is Readable {
  return value instanceof Readable;
}

function tooManyOffers() {
  return commonErrors.unavailable({ retryAfter: 2, detail: 'Too many large answers wait to be fetched.' });
}
