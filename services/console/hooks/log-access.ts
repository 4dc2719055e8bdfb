import { renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { env } from '../../../lib/env.ts';
import type { Exchange } from '../gateway/exchange.ts';

const MAX_BYTES = 64 * 1024 * 1024;
const FLUSH_INTERVAL = 1_000;

/** One line a request, collected in memory and written once a second: the request does not wait for the disk. */
export class AccessLog {
  readonly #file = join(env.DATA_DIR, 'logs', 'access.log');
  readonly #destination = env.ACCESS_LOG === 'off' ? undefined : this.#open();
  readonly #logger: Logger | undefined;
  readonly #timer: NodeJS.Timeout;

  constructor() {
    this.#logger =
      this.#destination &&
      pino(
        { base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: () => ({}) } },
        this.#destination,
      );
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

  close(): void {
    clearInterval(this.#timer);
    this.#destination?.flushSync();
    this.#destination?.end();
  }

  #open() {
    if (env.ACCESS_LOG === 'stdout') return pino.destination({ fd: 1, sync: false, minLength: 8_192 });
    return pino.destination({ dest: this.#file, sync: false, minLength: 8_192, mkdir: true, mode: 0o600 });
  }

  #flush(): void {
    if (this.#destination === undefined) return;
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
