import {
  close,
  createWriteStream,
  fstatSync,
  mkdirSync,
  openSync,
  renameSync,
  statSync,
  type WriteStream,
  write,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { env } from '../../../lib/env.ts';
import { Type } from '../../../lib/schema.ts';
import { createSerializer } from '../../../lib/serializer.ts';
import { StartError } from '../../../lib/start-error.ts';
import type { Exchange } from '../gateway/exchange.ts';

const MAX_BYTES = 64 * 1024 * 1024;
const FLUSH_INTERVAL = 1_000;
/** Bytes that are handed over together; many times what a line can have. */
const BATCH = 64 * 1024;
/** Bytes that a character takes at most in UTF-8. */
const WIDEST = 3;
/** Batches that are kept for the next lines. */
const SPARE = 2;
/** Bytes that wait for a disk that takes nothing; lines beyond them are lost. */
const MAX_WAITING = 4 * 1024 * 1024;
/** Milliseconds until a pipe that is full is tried again. */
const FULL_PIPE = 100;

const optionalText = Type.Optional(Type.String());
/** What this process has written or checked itself, with nothing in it that JSON would escape. */
const ours = Type.String({ format: 'unsafe' });

/** A line as pino would write it, in a fraction of the time: `level` and `time` are what its tools read. */
const writeLine = createSerializer(
  Type.Object({
    level: Type.Integer(),
    time: ours,
    requestId: ours,
    trace: ours,
    ip: ours,
    user: optionalText,
    method: optionalText,
    path: Type.String(),
    route: optionalText,
    status: Type.Integer(),
    ms: Type.Number(),
    agent: optionalText,
  }),
);
const INFO = 30;

type Written = (error: NodeJS.ErrnoException | null, length: number, bytes: Uint8Array) => void;

/** Node's own stream tries a pipe whose reader is slow six times at once, and gives it up. */
function writePatiently(
  fd: number,
  bytes: Uint8Array,
  offset: number,
  length: number,
  position: number | null,
  written: Written,
): void {
  write(fd, bytes, offset, length, position, (error, count) => {
    if (error?.code !== 'EAGAIN') return written(error, count, bytes);
    setTimeout(() => writePatiently(fd, bytes, offset, length, position, written), FULL_PIPE);
  });
}

/**
 * One line a request, collected in memory and written once a second: the request does not wait for the disk. Lines wait as bytes
 * in buffers that are used again: as text they would outlive many collections of the heap, and be left in its old generation.
 */
export class AccessLog {
  readonly #file = join(env.DATA_DIR, 'logs', 'access.log');
  readonly #onFailure: (error: Error) => void;
  readonly #timer: NodeJS.Timeout;
  /** None while nothing can be written: lines are lost then. */
  #stream: WriteStream | undefined;
  /** Of the file that is written to. */
  #inode = 0;
  #batch = Buffer.allocUnsafeSlow(env.ACCESS_LOG === 'off' ? 0 : BATCH);
  #filled = 0;
  readonly #spare: Buffer<ArrayBuffer>[] = [];
  /** The millisecond of the last line, and how it is written. */
  #now = 0;
  #nowText = '';
  #isFailing = false;

  /** @param onFailure told once when the log cannot be written any more; it is tried again every second. */
  constructor(onFailure: (error: Error) => void) {
    this.#onFailure = onFailure;
    try {
      if (env.ACCESS_LOG === 'file') mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
      if (env.ACCESS_LOG !== 'off') this.#open();
    } catch (error) {
      throw new StartError(`The access log cannot be opened: ${(error as Error).message}`, error);
    }
    this.#timer = setInterval(() => this.#flush(), FLUSH_INTERVAL).unref();
  }

  /** To be told when the answer has gone out, or the client has gone away. */
  write(exchange: Exchange, milliseconds: number): void {
    if (env.ACCESS_LOG === 'off') return;
    const { req, res } = exchange;
    const text = writeLine({
      level: INFO,
      time: this.#time(),
      requestId: exchange.requestId,
      trace: exchange.traceparent.slice(3, 35),
      ip: exchange.ip,
      user: exchange.principal?.id,
      method: req.method,
      // Without the query string, which may hold what people searched for.
      path: exchange.path.slice(0, 512),
      route: exchange.route?.path,
      status: res.writableFinished ? res.statusCode : 499,
      ms: Math.round(milliseconds * 100) / 100,
      agent: req.headers['user-agent']?.slice(0, 256),
    });
    const line = `${text}\n`;
    if (this.#filled + line.length * WIDEST > BATCH) this.#handOver();
    this.#filled += this.#batch.write(line, this.#filled);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#handOver();
    const stream = this.#stream;
    this.#stream = undefined;
    // A disk that is full is no reason to stay.
    if (stream !== undefined) await new Promise<void>((resolve) => stream.end(() => resolve()));
  }

  #time(): string {
    const now = Date.now();
    if (now !== this.#now) {
      this.#now = now;
      this.#nowText = new Date(now).toISOString();
    }
    return this.#nowText;
  }

  #open(): void {
    const fd = env.ACCESS_LOG === 'stdout' ? 1 : openSync(this.#file, 'a', 0o600);
    this.#inode = fstatSync(fd).ino;
    const autoClose = env.ACCESS_LOG === 'file';
    const stream = createWriteStream('', { fd, autoClose, fs: { write: writePatiently as typeof write, close } });
    stream.on('error', (error) => {
      if (this.#stream === stream) this.#stream = undefined;
      this.#fail(error);
    });
    this.#stream = stream;
  }

  #fail(error: unknown): void {
    if (!this.#isFailing) this.#onFailure(error as Error);
    this.#isFailing = true;
  }

  #handOver(): void {
    const [batch, filled, stream] = [this.#batch, this.#filled, this.#stream];
    this.#filled = 0;
    if (filled === 0 || stream === undefined || stream.writableLength > MAX_WAITING) return;
    this.#batch = this.#spare.pop() ?? Buffer.allocUnsafeSlow(BATCH);
    stream.write(batch.subarray(0, filled), (error) => {
      if (this.#spare.length < SPARE) this.#spare.push(batch);
      if (!error) this.#isFailing = false;
    });
  }

  #flush(): void {
    if (env.ACCESS_LOG === 'off') return;
    this.#handOver();
    if (env.ACCESS_LOG === 'file') this.#rotate();
    try {
      if (this.#stream === undefined) this.#open();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Keeps the last full file beside the current one. Another Console, or logrotate, may have put it away already. */
  #rotate(): void {
    try {
      const found = statSync(this.#file, { throwIfNoEntry: false });
      const isOurs = found?.ino === this.#inode;
      if (isOurs && found.size < MAX_BYTES) return;
      if (isOurs) renameSync(this.#file, `${this.#file}.1`);
    } catch {
      return;
    }
    this.#stream?.end();
    this.#stream = undefined;
  }
}
