import { setTimeout as wait } from 'node:timers/promises';
import type { ServiceBroker } from 'moleculer';
import { env } from '../../../lib/env.ts';
import { commonErrors } from '../../../lib/errors.ts';

/** Milliseconds that a Console waits for other services before it goes on without them. */
const SERVICES_PATIENCE = 5_000;
/** Milliseconds that a request waits for the Console; less than a proxy in front of it waits for the answer. */
const REQUEST_PATIENCE = 10_000;

/**
 * A Console listens some time before it has its routes, so that its health can be asked for. To a load balancer it is there as soon as
 * it listens: what is sent to it then waits here. It could not be refused without a failure, for a POST is not sent a second time.
 */
export class Opening {
  readonly #opened = Promise.withResolvers<void>();
  #isOpen = false;

  get isOpen(): boolean {
    return this.#isOpen;
  }

  open(): void {
    this.#isOpen = true;
    this.#opened.resolve();
  }

  /** @throws common.unavailable (503) when the Console does not get that far. */
  async wait(): Promise<void> {
    const patience = new AbortController();
    await Promise.race([
      this.#opened.promise,
      wait(REQUEST_PATIENCE, undefined, { ref: false, signal: patience.signal }).catch(() => undefined),
    ]);
    patience.abort();
    if (!this.#isOpen) throw commonErrors.unavailable({ retryAfter: 1 });
  }
}

/**
 * Resolves when this process knows where the others run that it will be asked for: those that the supervisor says are ready, else those that
 * the installation had. One that does not come is not waited for any longer: the others can be used.
 */
export async function othersFound(broker: ServiceBroker, own: string, known: readonly string[]): Promise<void> {
  const told = env.AWAIT_SERVICES.split(',').filter((name) => name !== '');
  const others = told.length > 0 ? told : known;
  // One process has nobody to wait for.
  const awaited = broker.transit ? [own, ...others] : [own];
  const here = new Set(broker.registry.getServiceList({ grouping: true }).map(({ fullName }) => fullName));
  const missing = awaited.filter((name) => !here.has(name));
  await broker.waitForServices(missing, SERVICES_PATIENCE, 20).catch(() => undefined);
}
