import { setTimeout as wait } from 'node:timers/promises';
import { CommandError } from '../command-line.ts';

interface Tokens {
  accessToken: string;
  refreshToken: string;
}

interface Answer<T> {
  status: number;
  body: T | null;
}

/** Milliseconds between two requests of one visitor: a load that a machine bears for hours, not a measurement. */
const PAUSE = 20;
/** Rounds between two logins of a visitor, which cost a hashed password each. */
const ROUNDS = 30;

/** People who log in, make and change accounts, read them and look through lists, each at another Console each time. */
export class Visitors {
  sent = 0;
  /** What went wrong, with how often. */
  readonly failures: Record<string, number> = {};
  readonly #urls: readonly string[];
  readonly #admin: { email: string; password: string };
  readonly #latencies = new Map<string, number[]>();
  #isOver = false;
  #visits: Promise<unknown> = Promise.resolve();

  private constructor(urls: readonly string[], admin: { email: string; password: string }) {
    this.#urls = urls;
    this.#admin = admin;
  }

  static async come(urls: readonly string[], admin: { email: string; password: string }, count: number) {
    const visitors = new Visitors(urls, admin);
    if ((await visitors.#login()) === null) throw new CommandError('The first admin cannot log in.');
    visitors.#visits = Promise.all(Array.from({ length: count }, (_, visitor) => visitors.#visit(visitor)));
    return visitors;
  }

  async leave(): Promise<void> {
    this.#isOver = true;
    await this.#visits;
  }

  /** Milliseconds of each answer since it was asked last, by Console. */
  takeLatencies(): Map<string, number[]> {
    const taken = new Map(this.#latencies);
    this.#latencies.clear();
    return taken;
  }

  async #visit(visitor: number): Promise<void> {
    for (let stay = 0; !this.#isOver; stay += 1) {
      let tokens = await this.#login();
      for (let round = 0; tokens !== null && round < ROUNDS && !this.#isOver; round += 1) {
        await this.#round(tokens.accessToken, `soak-${visitor}-${stay}-${round}`);
        if (round % 10 === 9) tokens = await this.#refresh(tokens);
      }
      if (tokens === null) await wait(1_000);
      else await this.#send('POST', '/auth/logout', tokens.accessToken);
    }
  }

  /** Mostly reads, as people do. What was made is removed again, so that lists stay as long as they are. */
  async #round(token: string, name: string): Promise<void> {
    const made = await this.#send<{ id: string }>('POST', '/users', token, { email: `${name}@example.com`, name });
    for (let n = 0; n < 3; n += 1) {
      await this.#send('GET', '/auth/me', token);
      await this.#send('GET', `/users?limit=20&sort=-createdAt&q=${n}`, token);
    }
    if (!made.body) return;
    const path = `/users/${made.body.id}`;
    await this.#send('GET', path, token);
    await this.#send('PATCH', path, token, { name: `${name} changed` });
    await this.#send('GET', `${path}/history`, token);
    await this.#send('DELETE', path, token);
    await this.#send('POST', `${path}/erase`, token);
  }

  async #login(): Promise<Tokens | null> {
    return (await this.#send<Tokens>('POST', '/auth/login', undefined, this.#admin)).body;
  }

  async #refresh({ refreshToken }: Tokens): Promise<Tokens | null> {
    return (await this.#send<Tokens>('POST', '/auth/refresh', undefined, { refreshToken })).body;
  }

  async #send<T>(method: string, path: string, token?: string, body?: object): Promise<Answer<T>> {
    await wait(PAUSE);
    const url = this.#urls[this.sent % this.#urls.length] ?? '';
    this.sent += 1;
    const startedAt = performance.now();
    try {
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      this.#note(url, performance.now() - startedAt);
      if (response.ok) return { status: response.status, body: text === '' ? null : JSON.parse(text) };
      this.#fail(`${method} ${path.replace(/[0-9a-f-]{36}/, ':id').replace(/\?.*/, '')} ${response.status}`);
      return { status: response.status, body: null };
    } catch (error) {
      const { cause } = error as { cause?: { code?: string } };
      this.#fail(cause?.code ?? (error as Error).message);
      return { status: 0, body: null };
    }
  }

  #note(url: string, latency: number): void {
    const latencies = this.#latencies.get(url);
    if (latencies === undefined) this.#latencies.set(url, [latency]);
    else latencies.push(latency);
  }

  #fail(reason: string): void {
    this.failures[reason] = (this.failures[reason] ?? 0) + 1;
  }
}
