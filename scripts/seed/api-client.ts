import { setTimeout as delay } from 'node:timers/promises';
import { CommandError } from '../command-line.ts';

/** Statuses that a caller is told of and may go on after. */
const EXPECTED = new Set([200, 201, 204, 409]);

export interface ApiAnswer<T> {
  status: number;
  body: T;
}

/** A client of the public API, as an app would be: it waits as long as Retry-After says. */
export class ApiClient {
  readonly #origin: string;
  readonly #headers: Record<string, string>;

  constructor(origin: string, options: { token?: string; userAgent?: string } = {}) {
    this.#origin = origin;
    this.#headers = { 'content-type': 'application/json' };
    if (options.token !== undefined) this.#headers.authorization = `Bearer ${options.token}`;
    if (options.userAgent !== undefined) this.#headers['user-agent'] = options.userAgent;
  }

  /** @throws CommandError for an answer that a seeding cannot go on after. */
  async send<T>(method: string, path: string, body?: unknown): Promise<ApiAnswer<T>> {
    for (;;) {
      const response = await this.#fetch(method, path, body);
      const text = await response.text();
      if (response.status === 429 || response.status === 503) {
        await delay(1000 * Number(response.headers.get('retry-after') ?? 1));
      } else if (EXPECTED.has(response.status)) {
        return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T };
      } else {
        throw new CommandError(`${method} ${path} answered ${response.status}: ${text}`);
      }
    }
  }

  async #fetch(method: string, path: string, body: unknown): Promise<Response> {
    const init = { method, headers: this.#headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    try {
      return await fetch(`${this.#origin}${path}`, init);
    } catch (error) {
      const { cause } = error as { cause?: { code?: string } };
      throw new CommandError(
        `${this.#origin} cannot be reached (${cause?.code}): start the server first, or give --url.`,
      );
    }
  }
}
