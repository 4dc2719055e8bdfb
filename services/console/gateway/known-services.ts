import type { PublishedContract } from '../../../lib/contract.ts';
import type { Collection } from '../../../mixins/store/store.types.ts';
import type { KnownService } from '../console.store.ts';
import type { RouteSource } from './router.ts';

/** Milliseconds after which a service that nobody saw is gone for good. */
const REMEMBERED = 30 * 86_400_000;
const REFRESH_INTERVAL = 6 * 3_600_000;

interface Known {
  routes: RouteSource[];
  /** The routes as they are kept. */
  published: string;
}

/**
 * Every service of this installation with its routes, also those that are away and that this process has never met: their
 * clients hear 503 and "come back", not 404. Kept in the Console's store, which all Consoles share.
 */
export class KnownServices {
  readonly #records: Collection<KnownService>;
  readonly #onError: (error: unknown) => void;
  #known = new Map<string, Known>();
  #live: ReadonlySet<string> = new Set();
  #timer: NodeJS.Timeout | undefined;

  constructor(records: Collection<KnownService>, onError: (error: unknown) => void) {
    this.#records = records;
    this.#onError = onError;
  }

  async start(): Promise<void> {
    await this.#load();
    this.#timer = setInterval(() => void this.#refresh(), REFRESH_INTERVAL).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  names(): string[] {
    return [...this.#known.keys()];
  }

  routes(): RouteSource[] {
    return [...this.#known.values()].flatMap(({ routes }) => routes);
  }

  /** What the registry has now, by service. A service that runs has the routes that it says, and no older ones. */
  see(live: ReadonlyMap<string, RouteSource[]>): void {
    this.#live = new Set(live.keys());
    for (const [name, sources] of live) {
      const routes = sources.map(essence);
      const published = JSON.stringify(routes);
      if (this.#known.get(name)?.published === published) continue;
      this.#known.set(name, { routes, published });
      this.#save(name, published).catch(this.#onError);
    }
  }

  async #refresh(): Promise<void> {
    try {
      await Promise.all([...this.#live].map((name) => this.#save(name, this.#known.get(name)?.published ?? '[]')));
      await this.#load();
    } catch (error) {
      this.#onError(error);
    }
  }

  /** Takes over what other Consoles saw, and forgets what none of them sees any more. */
  async #load(): Promise<void> {
    const known = new Map([...this.#known].filter(([name]) => this.#live.has(name)));
    for (const { id, published } of await this.#records.find()) {
      if (!known.has(id)) known.set(id, { routes: JSON.parse(published) as RouteSource[], published });
    }
    this.#known = known;
  }

  async #save(name: string, published: string): Promise<void> {
    const expiresAt = new Date(Date.now() + REMEMBERED).toISOString();
    await this.#records.upsert(name, { $set: { published, expiresAt } });
  }
}

/** Without the handler and what else belongs to the process that has it. */
function essence({ method, path, action }: RouteSource): RouteSource {
  const { name, params, contract } = action;
  return { method, path, action: { name, params, contract: contract as PublishedContract } };
}
