import type { Readable } from 'node:stream';
import { authorize } from '../hooks/authorize.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { Exchange } from './exchange.ts';
import type { Sessions } from './sessions.ts';

const RECHECK_INTERVAL = 1_000;

/** Answers that go on for long, such as live status: they end when the token that opened them would no longer open them. */
export class OpenStreams {
  readonly #open = new Map<Readable, Exchange>();
  readonly #tokens: AccessTokens;
  readonly #sessions: Sessions;
  readonly #timer: NodeJS.Timeout;
  #isChecking = false;

  constructor(tokens: AccessTokens, sessions: Sessions) {
    this.#tokens = tokens;
    this.#sessions = sessions;
    this.#timer = setInterval(() => void this.#recheck(), RECHECK_INTERVAL).unref();
  }

  watch(exchange: Exchange, stream: NodeJS.ReadableStream): void {
    const readable = stream as Readable;
    const { res } = exchange;
    if (res.destroyed) {
      // The client went away while the stream was made: nobody would ever read it, or end it.
      readable.destroy();
      return;
    }
    this.#open.set(readable, exchange);
    res.once('close', () => {
      this.#open.delete(readable);
      readable.destroy();
    });
  }

  endAll(): void {
    for (const stream of this.#open.keys()) stream.destroy();
  }

  close(): void {
    clearInterval(this.#timer);
    this.endAll();
  }

  async #recheck(): Promise<void> {
    if (this.#isChecking) return;
    this.#isChecking = true;
    await Promise.all([...this.#open].map(([stream, exchange]) => this.#endUnlessAllowed(stream, exchange)));
    this.#isChecking = false;
  }

  async #endUnlessAllowed(stream: Readable, exchange: Exchange): Promise<void> {
    const { token, route } = exchange;
    if (token === undefined) return;
    try {
      authorize({ route, principal: await this.#sessions.principalOf(await this.#tokens.verify(token, exchange)) });
    } catch (error) {
      // Not when nobody can tell: the live status has to go on where the accounts' service is what has failed.
      const { code } = error as { code?: unknown };
      if (code === 401 || code === 403) stream.destroy();
    }
  }
}
