import { closeSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Logger, pino } from 'pino';
import { env } from '../../../lib/env.ts';
import { StartError } from '../../../lib/start-error.ts';
import type { Exchange } from '../gateway/exchange.ts';

const MAX_BYTES = 64 * 1024 * 1024;
const FLUSH_INTERVAL = 1_000;
/** Lines that are handed over together: the stream measures all that waits in it at each write. */
const BATCH = 32;
/** Bytes that wait for a disk that takes nothing; lines beyond them are lost. */
const MAX_WAITING = 4 * 1024 * 1024;

/** One line a request, collected in memory and written once a second: the request does not wait for the disk. */
export class AccessLog {
  readonly #file = join(env.DATA_DIR, 'logs', 'access.log');
  readonly #destination = env.ACCESS_LOG === 'off' ? undefined : this.#open();
  readonly #logger: Logger | undefined;
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
    this.#logger =
      this.#destination &&
      pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, { write: (line) => this.#collect(line) });
    this.#timer = setInterval(() => this.#flush(), FLUSH_INTERVAL).unref();
  }

  /** Writes the line when the answer has gone out, or the client has gone away. */
  follow(exchange: Exchange, onEnd: (status: number, milliseconds: number) => void): void {
    const { req, res } = exchange;
    res.once('close', () => {
      const milliseconds = performance.now() - exchange.startedAt;
      onEnd(res.statusCode, milliseconds);
      this.#logger?.info({
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
    });
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

  #collect(line: string): void {
    if (this.#lines.push(line) >= BATCH) this.#handOver();
  }

  #handOver(): void {
    if (this.#lines.length === 0) return;
    this.#destination?.write(this.#lines.join(''));
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
