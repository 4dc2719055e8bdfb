import { closeSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import { env } from '../../../lib/env.ts';
import { Type } from '../../../lib/schema.ts';
import { createSerializer } from '../../../lib/serializer.ts';
import { StartError } from '../../../lib/start-error.ts';
import type { Exchange } from '../gateway/exchange.ts';

const MAX_BYTES = 64 * 1024 * 1024;
const FLUSH_INTERVAL = 1_000;
/** Lines that are handed over together: the stream measures all that waits in it at each write. */
const BATCH = 32;
/** Bytes that wait for a disk that takes nothing; lines beyond them are lost. */
const MAX_WAITING = 4 * 1024 * 1024;

const optionalText = Type.Optional(Type.String());

/** A line as pino would write it, in a fraction of the time: `level` and `time` are what its tools read. */
const writeLine = createSerializer(
  Type.Object({
    level: Type.Integer(),
    time: Type.String(),
    requestId: Type.String(),
    trace: Type.String(),
    ip: Type.String(),
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

/** One line a request, collected in memory and written once a second: the request does not wait for the disk. */
export class AccessLog {
  readonly #file = join(env.DATA_DIR, 'logs', 'access.log');
  readonly #destination = env.ACCESS_LOG === 'off' ? undefined : this.#open();
  readonly #timer: NodeJS.Timeout;
  #lines: string[] = [];
  #isFailing = false;

  /** @param onFailure told once when the log cannot be written any more; what waits is tried again every second. */
  constructor(onFailure: (error: Error) => void) {
    // Without a listener a full disk would end the process.
    this.#destination?.on('error', (error) => {
      if (!this.#isFailing) onFailure(error);
      this.#isFailing = true;
    });
    this.#destination?.on('write', () => {
      this.#isFailing = false;
    });
    this.#timer = setInterval(() => this.#flush(), FLUSH_INTERVAL).unref();
  }

  /** To be told when the answer has gone out, or the client has gone away. */
  write(exchange: Exchange, milliseconds: number): void {
    if (this.#destination === undefined) return;
    const { req, res } = exchange;
    const line = writeLine({
      level: INFO,
      time: new Date().toISOString(),
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
    if (this.#lines.push(line) >= BATCH) this.#handOver();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    const destination = this.#destination;
    if (destination === undefined) return;
    this.#handOver();
    // Not flushSync and not end, which on a full disk try for ever.
    const error = await new Promise<Error | null | undefined>((resolve) => destination.flush(resolve));
    if (error) destination.destroy();
    else destination.end();
  }

  #open() {
    // Without a least length the stream does not say when it has written, or could not.
    const options = { sync: false, minLength: 1, maxLength: MAX_WAITING };
    if (env.ACCESS_LOG === 'stdout') return pino.destination({ ...options, fd: 1 });
    try {
      mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
      closeSync(openSync(this.#file, 'a', 0o600));
    } catch (error) {
      throw new StartError(`The access log cannot be opened: ${(error as Error).message}`, error);
    }
    return pino.destination({ ...options, dest: this.#file, mode: 0o600 });
  }

  #handOver(): void {
    if (this.#lines.length === 0) return;
    this.#destination?.write(`${this.#lines.join('\n')}\n`);
    this.#lines = [];
  }

  #flush(): void {
    if (this.#destination === undefined) return;
    this.#handOver();
    this.#destination.flush();
    if (env.ACCESS_LOG === 'file') this.#rotate();
  }

  /** Keeps the last full file beside the current one. */
  #rotate(): void {
    try {
      if (statSync(this.#file).size < MAX_BYTES) return;
      renameSync(this.#file, `${this.#file}.1`);
    } catch {
      return;
    }
    this.#destination?.reopen();
  }
}
