import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { commonErrors, Problem, type ProblemDetails, problemType } from '../../lib/errors.ts';
import { LARGEST_CHUNK, LARGEST_STREAM } from './limits.ts';

// A chunk on the wire: kind, length, payload, MAC. The MAC counts the chunks, under a key of this one transfer and direction: none can
// be altered, left out, repeated, or moved to another transfer, and a stream is whole only when its last chunk says so.
const DATA = 0;
const OBJECT = 1;
const END = 2;
const FAILURE = 3;
const HEAD = 5;
const MAC = 16;
/** Bytes that are sealed at a time: what one read of a socket gives. */
const SLICE = 64 * 1024;

export type Direction = 'request' | 'answer';

/** The key for the chunks of one transfer, from the signature over its head, which is never the same twice. */
export function chunkKey({ key, mac }: { key: KeyObject; mac: Buffer }, direction: Direction): KeyObject {
  return createSecretKey(createHmac('sha256', key).update(`chunks of ${direction}`).update(mac).digest());
}

/** Seals what the source gives. When it fails, the last chunk says why, as a problem. */
export async function* seal(
  source: AsyncIterable<unknown> | Iterable<unknown>,
  key: KeyObject,
): AsyncGenerator<Buffer> {
  let sequence = 0;
  const sealed = (kind: number, payload: Buffer) => {
    const chunk = Buffer.allocUnsafe(HEAD + payload.length + MAC);
    chunk.writeUInt8(kind, 0);
    chunk.writeUInt32BE(payload.length, 1);
    payload.copy(chunk, HEAD);
    const end = HEAD + payload.length;
    macOf(key, sequence, chunk.subarray(0, end)).copy(chunk, end);
    sequence += 1;
    return chunk;
  };
  try {
    for await (const value of source) {
      const isBytes = typeof value === 'string' || value instanceof Uint8Array;
      if (!isBytes) yield sealed(OBJECT, objectOf(value));
      else for (const payload of slices(Buffer.from(value as string))) yield sealed(DATA, payload);
    }
  } catch (error) {
    yield sealed(FAILURE, Buffer.from(JSON.stringify(toProblem(error))));
    return;
  }
  yield sealed(END, Buffer.alloc(0));
}

/** Lets through what was sealed with the key; ends only after the last chunk, and fails on anything else. */
export class OpenChunks extends Transform {
  readonly #key: KeyObject;
  #rest: Buffer = Buffer.alloc(0);
  #sequence = 0;
  #bytes = 0;
  #isWhole = false;

  constructor(key: KeyObject, objectMode = false) {
    super({ readableObjectMode: objectMode });
    this.#key = key;
  }

  override _transform(bytes: Buffer, _encoding: string, done: TransformCallback): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    try {
      while (this.#openNext());
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    done(this.#isWhole ? null : new Error('The stream was broken off.'));
  }

  #openNext(): boolean {
    if (this.#rest.length < HEAD) return false;
    const length = this.#rest.readUInt32BE(1);
    if (this.#isWhole || length > LARGEST_CHUNK) throw new Error('The stream is damaged.');
    const end = HEAD + length;
    if (this.#rest.length < end + MAC) return false;
    const mac = macOf(this.#key, this.#sequence, this.#rest.subarray(0, end));
    if (!timingSafeEqual(mac, this.#rest.subarray(end, end + MAC)))
      throw new Error('The stream was altered on its way.');
    this.#sequence += 1;
    this.#bytes += length;
    if (this.#bytes > LARGEST_STREAM) throw new Error('The stream is too large.');
    this.#take(this.#rest.readUInt8(0), this.#rest.subarray(HEAD, end));
    this.#rest = this.#rest.subarray(end + MAC);
    return true;
  }

  #take(kind: number, payload: Buffer): void {
    if (kind === DATA) this.push(payload);
    else if (kind === OBJECT) this.push(JSON.parse(payload.toString()));
    else if (kind === END) this.#isWhole = true;
    else throw fromProblem(JSON.parse(payload.toString()));
  }
}

function macOf(key: KeyObject, sequence: number, chunk: Buffer): Buffer {
  const count = Buffer.alloc(6);
  count.writeUIntBE(sequence, 0, 6);
  return createHmac('sha256', key).update(count).update(chunk).digest().subarray(0, MAC);
}

function* slices(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += SLICE) yield bytes.subarray(at, at + SLICE);
}

function objectOf(value: unknown): Buffer {
  const bytes = Buffer.from(JSON.stringify(value));
  if (bytes.length > LARGEST_CHUNK) throw new Error(`An object of ${bytes.length} bytes is too large for a stream.`);
  return bytes;
}

interface SentProblem {
  status: number;
  type: string;
  data: { title: string } & Omit<ProblemDetails, 'cause'>;
}

/** Only what a catalogue says leaves the node: never the message of a driver. */
function toProblem(error: unknown): SentProblem {
  const known = error instanceof Problem && problemType(error) !== undefined ? error : commonErrors.internal();
  return { status: known.code, type: known.type, data: known.data };
}

function fromProblem({ status, type, data: { title, ...details } }: SentProblem): Problem {
  return new Problem(status, type, title, details);
}
