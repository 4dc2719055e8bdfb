import type { ServiceBroker } from 'moleculer';
import type { FieldError } from '../../../lib/errors.ts';
import { notReadyReasons, reason } from '../../../mixins/readiness/not-ready.ts';

/** What readiness has to know of the gateway. */
export interface FrontDoor {
  routes(): readonly { action: string }[];
  isDraining(): boolean;
  /** Whether it takes requests: not while a Console waits for its routes. */
  isOpen(): boolean;
}

/** Milliseconds for which an answer is good: a public endpoint must not be a way to multiply load. */
const FRESH = 500;

/** Whether this process may be sent requests, and what speaks against it. */
export class Readiness {
  readonly #broker: ServiceBroker;
  readonly #expected: readonly string[];
  readonly #door: FrontDoor;
  #isRouted = false;
  #reasons: Promise<FieldError[]> | undefined;
  #askedAt = 0;

  constructor(broker: ServiceBroker, expected: readonly string[], door: FrontDoor) {
    this.#broker = broker;
    this.#expected = expected;
    this.#door = door;
    broker.localBus.on('$services.changed', () => {
      this.#reasons = undefined;
    });
  }

  /** Why this process is not ready; empty when it is. */
  reasons(): Promise<FieldError[]> {
    // What has a start or an end that others wait for is never told late.
    const own = this.ownReasons();
    if (this.#door.isDraining()) return Promise.resolve(own);
    const now = performance.now();
    if (this.#reasons === undefined || now - this.#askedAt > FRESH || own.length > 0) {
      this.#askedAt = now;
      this.#reasons = notReadyReasons(this.#broker, this.#expected, () => this.ownReasons());
    }
    return this.#reasons;
  }

  /** Those that only the gateway knows. */
  ownReasons(): FieldError[] {
    if (this.#door.isDraining()) return [reason('process', 'stopping', 'is being stopped')];
    if (!this.#wasRouted()) return [reason('routes', 'pending', 'have not been made yet')];
    return this.#door.isOpen() ? [] : [reason('door', 'closed', 'is not open yet')];
  }

  /** Whether the gateway has had a route for every action of the expected services; it stays so while one of them is away. */
  #wasRouted(): boolean {
    this.#isRouted ||=
      this.#expected.every((name) => this.#broker.registry.hasService(name, this.#broker.nodeID)) &&
      this.#hasAllRoutes();
    return this.#isRouted;
  }

  /** The gateway makes its routes some time after the services that it routes to have started. */
  #hasAllRoutes(): boolean {
    const routed = new Set(this.#door.routes().map(({ action }) => action));
    return this.#broker.registry
      .getActionList({ onlyLocal: true })
      .filter(({ action }) => action?.visibility === 'published' && 'rest' in action && action.rest !== undefined)
      .every(({ name }) => routed.has(name));
  }
}
