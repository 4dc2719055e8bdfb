import type { Readable } from 'node:stream';
import type { AccessTokens } from './access-tokens.ts';
import type { Exchange } from './exchange.ts';
import type { Sessions } from './sessions.ts';

const RECHECK_INTERVAL = 1_000;

/** Answers that go on for long, such as live status: they end when the token that opened them would no longer open them. */
export class OpenStreams {
  readonly #open = new Map<Readable, string>();
  readonly #tokens: AccessTokens;
  readonly #sessions: Sessions;
  readonly #timer: NodeJS.Timeout;

  constructor(tokens: AccessTokens, sessions: Sessions) {
    this.#tokens = tokens;
    this.#sessions = sessions;
    this.#timer = setInterval(() => void this.#recheck(), RECHECK_INTERVAL).unref();
  }

  watch({ token, res }: Exchange, stream: NodeJS.ReadableStream): void {
    const readable = stream as Readable;
    if (token !== undefined) this.#open.set(readable, token);
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
    for (const [stream, token] of this.#open) {
      try {
        await this.#sessions.principalOf(await this.#tokens.verify(token));
      } catch (error) {
        // Not when nobody can tell: the live status has to go on where the accounts' service is what has failed.
        if ((error as { code?: unknown }).code === 401) stream.destroy();
      }
    }
  }
}
