import type { ClientRequest, IncomingMessage } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Logger, ServiceBroker } from 'moleculer';
import { commonErrors, type Problem } from '../../lib/errors.ts';
import { nodeTls } from '../node-server/node-tls.ts';
import { type Head, withLength } from './head.ts';
import { HEAD_WITHIN, IDLE, LARGEST_OVER_REDIS } from './limits.ts';
import { OpenChunks, seal } from './sealed-chunks.ts';
import type { TransferTokens } from './transfer-tokens.ts';

/** Path that the node servers take transfers on. */
export const STREAMS_PATH = '/streams';

/** Sends bytes to other nodes and fetches them there, over a connection for each transfer: it ends when either side gives up. */
export class StreamClient {
  readonly #broker: ServiceBroker;
  readonly #tokens: TransferTokens;
  readonly #logger: Logger;

  constructor(broker: ServiceBroker, tokens: TransferTokens, logger: Logger) {
    this.#broker = broker;
    this.#tokens = tokens;
    this.#logger = logger;
  }

  /** Hands over a packet. Resolves when the node has all of it. @throws common.unavailable */
  async sendPacket(target: string, command: string, packet: Buffer): Promise<void> {
    const { frame, request: key } = this.#tokens.sign(target, { kind: 'packet', command });
    const request = this.#post(target);
    const answered = this.#answerOf(target, request);
    request.write(withLength(frame));
    pipeline(seal([packet], key), request, () => undefined);
    const answer = await answered;
    answer.resume();
    await finished(answer);
  }

  /** Hands over a call with its stream. Resolves when the node has taken the call; its stream is read on. @throws common.unavailable */
  async sendCall(target: string, id: string, packet: Buffer, stream: Readable): Promise<void> {
    if (packet.length > LARGEST_OVER_REDIS)
      throw commonErrors.internal({ cause: 'What goes beside a stream is too large.' });
    const head: Head = { kind: 'call', id, objectMode: stream.readableObjectMode };
    const { frame, request: key } = this.#tokens.sign(target, head, packet);
    const request = this.#post(target);
    const accepted = new Promise<void>((resolve) => request.once('information', () => resolve()));
    const answered = this.#answerOf(target, request);
    request.write(withLength(frame));
    pipeline(seal(stream, key), request, () => undefined);
    // The service needs no more of it, or the node is gone: the answer to the call tells which.
    const over = answered.then((answer) => void answer.resume());
    over.then(
      () => stream.destroy(),
      () => stream.destroy(),
    );
    await Promise.race([accepted, over]);
  }

  /** Fetches an answer that a node offers. Destroying it breaks it off at its source. @throws common.unavailable */
  async fetch(target: string, ticket: string, objectMode: boolean): Promise<Readable> {
    const head: Head = { kind: 'fetch', ticket };
    const { frame, answer: key } = this.#tokens.sign(target, head);
    const request = this.#post(target);
    const answered = this.#answerOf(target, request);
    request.end(withLength(frame));
    const chunks = new OpenChunks(key, objectMode);
    pipeline(await answered, chunks, (error) => {
      if (error != null && !chunks.readableAborted) this.#logger.debug({ target, err: error }, 'A stream broke off.');
    });
    return chunks;
  }

  #post(target: string): ClientRequest {
    const node = this.#broker.registry.nodes.get(target) as { metadata?: { address?: string } } | undefined;
    const address = node?.metadata?.address;
    if (address === undefined) throw this.#unreachable(target, address, 'it has told no address');
    const tls = nodeTls();
    if (tls !== null && !address.startsWith('https:')) {
      throw this.#unreachable(target, address, 'it has no certificate, which this node asks for');
    }
    // Here and not at start: most processes never send a byte this way.
    const { request } = process.getBuiltinModule(address.startsWith('https:') ? 'node:https' : 'node:http');
    return request(`${address}${STREAMS_PATH}`, { method: 'POST', agent: false, timeout: IDLE, ...tls });
  }

  /** Resolves with the answer when the node says yes. */
  #answerOf(target: string, request: ClientRequest): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const refuse = (reason: string) => {
        clearTimeout(timer);
        request.destroy();
        if (isAccepted) return reject(new Error('The transfer was broken off.'));
        reject(this.#unreachable(target, `${request.protocol}//${request.host}`, reason));
      };
      let isAccepted = false;
      const timer = setTimeout(() => refuse('it does not answer'), HEAD_WITHIN);
      request.once('information', () => {
        isAccepted = true;
        clearTimeout(timer);
      });
      request.once('timeout', () => request.destroy(new Error('No byte came for too long.')));
      request.once('error', (error: NodeJS.ErrnoException) => refuse(error.code ?? error.message));
      request.once('response', (answer) => {
        clearTimeout(timer);
        if (answer.statusCode === 200) return resolve(answer);
        answer.resume();
        refuse(`it answered ${answer.statusCode}`);
      });
    });
  }

  /** The client hears which part is out of reach; where it is, and why, is for the log. */
  #unreachable(target: string, address: string | undefined, reason: string): Problem {
    this.#logger.error(
      { target, address, reason },
      'A node cannot be reached over HTTP: is NODE_ADDRESS or NODE_HOST right?',
    );
    return commonErrors.unavailable({
      retryAfter: 2,
      detail: 'The part that has these data cannot be reached for them.',
    });
  }
}
