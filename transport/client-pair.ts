import type { Cluster, Redis, RedisOptions } from 'ioredis';

/** Milliseconds for both clients to get ready: a slow Redis is waited for, a silent one is not. */
const READY_WITHIN = 5000;

type Client = Redis | Cluster;

/**
 * The two connections of a node: one publishes, one is subscribed. They live and die together: when one ends both are torn
 * down, so that no half of a pair stays behind, and neither client reconnects by itself.
 */
export class ClientPair {
  readonly publisher: Client;
  readonly subscriber: Client;
  readonly #onEnd: (reason: string) => void;
  #isOver = false;
  #lastError = 'the connection was closed';

  constructor(connect: (options: RedisOptions) => Client, name: string, onEnd: (reason: string) => void) {
    this.#onEnd = onEnd;
    const options: RedisOptions = {
      retryStrategy: null,
      autoResubscribe: false,
      autoResendUnfulfilledCommands: false,
      enableOfflineQueue: false,
      disconnectTimeout: 500,
    };
    // The names are for the operator who looks at CLIENT LIST.
    this.publisher = connect({ ...options, connectionName: `${name}:publisher` });
    this.subscriber = connect({ ...options, connectionName: `${name}:subscriber` });
    for (const client of [this.publisher, this.subscriber]) {
      client.on('error', (error: Error) => {
        this.#lastError = error.message || (error as NodeJS.ErrnoException).code || error.name;
      });
      client.on('end', () => this.end(this.#lastError));
    }
  }

  /** Resolves when both are ready. @throws when the pair ends before, or does not get there in time. */
  async ready(): Promise<void> {
    const timer = setTimeout(() => this.end('it does not answer'), READY_WITHIN);
    try {
      await Promise.all([whenReady(this.publisher), whenReady(this.subscriber)]);
    } catch {
      throw new Error(this.#lastError);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Tears both down, once; `close` is the same without telling anybody. */
  end(reason: string): void {
    if (this.#isOver) return;
    this.#lastError = reason;
    this.close();
    this.#onEnd(reason);
  }

  close(): void {
    this.#isOver = true;
    this.publisher.disconnect();
    this.subscriber.disconnect();
  }
}

function whenReady(client: Client): Promise<void> {
  if (client.status === 'ready') return Promise.resolve();
  return new Promise((resolve, reject) => {
    client.once('ready', resolve);
    client.once('end', () => reject(new Error('ended')));
  });
}
