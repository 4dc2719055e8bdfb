import type { ServiceBroker } from 'moleculer';
import type { FieldError } from '../../../lib/errors.ts';
import type { HealthMonitor } from './health-monitor.ts';

/** What readiness has to know of the gateway. */
export interface FrontDoor {
  routes(): readonly { action: string }[];
  isDraining(): boolean;
}

/** Whether this process may be sent requests, and what speaks against it. */
export class Readiness {
  readonly #broker: ServiceBroker;
  readonly #health: HealthMonitor;
  readonly #expected: readonly string[];
  readonly #door: FrontDoor;
  #isRouted = false;

  constructor(broker: ServiceBroker, health: HealthMonitor, expected: readonly string[], door: FrontDoor) {
    this.#broker = broker;
    this.#health = health;
    this.#expected = expected;
    this.#door = door;
  }

  /** Why this process is not ready; empty when it is. */
  async reasons(): Promise<FieldError[]> {
    if (this.#door.isDraining() || this.#broker.stopping) return [reason('process', 'stopping', 'is being stopped')];
    if (this.#broker.transit?.connected === false) return [reason('redis', 'unreachable', 'cannot be reached')];
    const missing = this.#expected.filter((name) => !this.#broker.registry.hasService(name, this.#broker.nodeID));
    if (missing.length > 0) return missing.map((name) => reason(name, 'missing', 'has not started in this process'));
    if (!this.isRouted()) return [reason('routes', 'pending', 'have not been made yet')];
    const { services } = await this.#health.report();
    return this.#expected
      .filter((name) => services[name]?.nodes.some(({ id, status }) => id === this.#broker.nodeID && status === 'down'))
      .map((name) => reason(name, 'down', 'does not work in this process'));
  }

  /** Whether the gateway has had a route for every action of the expected services; it stays so while one of them is away. */
  isRouted(): boolean {
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

function reason(field: string, code: string, message: string): FieldError {
  return { field, code, message };
}
