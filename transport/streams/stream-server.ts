import type { KeyObject } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { collect } from './collect.ts';
import { readFrame } from './head.ts';
import { LARGEST_PACKET, MOST_HEADS } from './limits.ts';
import type { Offers } from './offers.ts';
import { OpenChunks, seal } from './sealed-chunks.ts';
import type { TransferTokens, Verified } from './transfer-tokens.ts';

interface Receiver {
  /** A whole packet, as if it had come over Redis. */
  receive(command: string, packet: Buffer): void;
  /** The packet of a call, with its stream. */
  receiveCall(id: string, packet: Buffer, stream: Readable): void;
}

/** What packets may come this way; those about nodes do not. */
const COMMANDS = new Set(['REQ', 'RES', 'EVENT']);

/** Takes what other nodes send to this one, and hands out what they fetch. */
export class StreamServer {
  readonly #tokens: TransferTokens;
  readonly #offers: Offers;
  readonly #receiver: Receiver;
  readonly #open = new Set<ServerResponse>();
  #heads = 0;

  constructor(tokens: TransferTokens, offers: Offers, receiver: Receiver) {
    this.#tokens = tokens;
    this.#offers = offers;
    this.#receiver = receiver;
  }

  /** Transfers under way, which a process that stops waits for. */
  get open(): number {
    return this.#open.size;
  }

  async answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (this.#heads === MOST_HEADS) return refuse(res, 503);
    try {
      const frame = await this.#readHead(req);
      const verified = frame && this.#tokens.verify(frame);
      if (!verified) return refuse(res, 403);
      this.#open.add(res);
      res.once('close', () => this.#open.delete(res));
      await this.#serve(req, res, verified);
    } catch {
      // The other side hears of it by what it does not get.
      res.destroy();
    }
  }

  async #readHead(req: IncomingMessage): Promise<Buffer | null> {
    this.#heads += 1;
    try {
      return await readFrame(req);
    } finally {
      this.#heads -= 1;
    }
  }

  async #serve(req: IncomingMessage, res: ServerResponse, { head, sender, packet, request, answer }: Verified) {
    if (head.kind === 'fetch') {
      const source = this.#offers.take(head.ticket, sender);
      if (source === undefined) return refuse(res, 404);
      return handOut(source, answer, res);
    }
    // The sender may go on for as long as it has bytes.
    res.writeProcessing();
    const chunks = new OpenChunks(request, head.kind === 'call' && head.objectMode);
    feed(req, chunks);
    if (head.kind === 'call') {
      this.#receiver.receiveCall(head.id, packet, chunks);
      await finished(chunks, { writable: false }).catch(() => undefined);
      // A service may want no more of it. The sender hears so and stops; closing before that would reset the connection.
      res.writeHead(200).flushHeaders();
      await finished(req);
      res.end();
    } else if (COMMANDS.has(head.command)) {
      const whole = await collect(chunks, LARGEST_PACKET);
      res.writeHead(200).end();
      this.#receiver.receive(head.command, whole);
    } else {
      refuse(res, 404);
    }
  }
}

/** Not a pipeline, which would close the connection as soon as the reader has had enough. */
function feed(req: IncomingMessage, chunks: OpenChunks): void {
  req.once('close', () => {
    if (!req.complete) chunks.destroy(new Error('The stream was broken off.'));
  });
  chunks.once('close', () => {
    req.unpipe(chunks);
    req.resume();
  });
  req.on('error', () => undefined);
  req.pipe(chunks);
}

function handOut(source: Readable, key: KeyObject, res: ServerResponse): void {
  // At once, also while a source that waits for something has nothing to say.
  res.once('close', () => source.destroy());
  res.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Cache-Control': 'no-store' });
  res.flushHeaders();
  pipeline(seal(source, key), res, () => undefined);
}

function refuse(res: ServerResponse, status: number): void {
  res.writeHead(status, { Connection: 'close' }).end();
}
