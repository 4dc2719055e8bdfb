import type { ServiceBroker } from 'moleculer';
import { problemType } from '../../../lib/errors.ts';
import type { HealthStatus, ServiceHealth } from '../../../mixins/health.contract.ts';

export interface NodeHealth extends ServiceHealth {
  id: string;
}

export interface ServiceReport {
  status: HealthStatus;
  nodes: NodeHealth[];
}

export interface HealthReport {
  status: HealthStatus;
  services: Record<string, ServiceReport>;
}

const FRESH_MS = 500;
const PATIENCE_MS = 1000;

/** Asks every service on every node how it is. A service that was expected or seen and is gone is reported as down. */
export class HealthMonitor {
  readonly #broker: ServiceBroker;
  readonly #known: Set<string>;
  readonly #installed: { names(): string[] } | undefined;
  #report: Promise<HealthReport> | undefined;
  #freshUntil = 0;

  constructor(broker: ServiceBroker, expected: readonly string[], installed?: { names(): string[] }) {
    this.#broker = broker;
    this.#known = new Set(expected);
    this.#installed = installed;
    for (const change of ['$services.changed', '$node.disconnected']) {
      broker.localBus.on(change, () => {
        this.#report = undefined;
      });
    }
  }

  /** Shared by all who ask meanwhile or within half a second, so that a public endpoint cannot be used to multiply load. */
  report(): Promise<HealthReport> {
    if (this.#report === undefined || performance.now() > this.#freshUntil) {
      this.#freshUntil = Number.POSITIVE_INFINITY;
      const report = this.#ask().finally(() => {
        if (this.#report === report) this.#freshUntil = performance.now() + FRESH_MS;
      });
      this.#report = report;
    }
    return this.#report;
  }

  async #ask(): Promise<HealthReport> {
    const nodesOf = this.#runningServices();
    for (const name of nodesOf.keys()) this.#known.add(name);
    const names = [...new Set([...this.#known, ...(this.#installed?.names() ?? [])])].sort();
    const reports = await Promise.all(names.map((name) => this.#askService(name, nodesOf.get(name) ?? [])));
    const services = Object.fromEntries(names.map((name, index) => [name, reports[index] as ServiceReport]));
    return { status: statusOfAll(services), services };
  }

  #runningServices(): Map<string, string[]> {
    const list = this.#broker.registry.getServiceList({ skipInternal: true, onlyAvailable: true, grouping: true });
    return new Map(list.map(({ fullName, nodes }) => [fullName, nodes ?? []]));
  }

  async #askService(name: string, nodeIds: readonly string[]): Promise<ServiceReport> {
    const nodes = await Promise.all(nodeIds.map((id) => this.#askNode(name, id)));
    return { status: statusOfNodes(nodes), nodes };
  }

  /** A service without a health action of its own counts as well as long as its node has it. */
  async #askNode(name: string, id: string): Promise<NodeHealth> {
    const action = `${name}.health`;
    const endpoints = this.#broker.registry.getActionEndpoints(action);
    if (!endpoints?.hasNodeID(id)) return { id, status: 'ok', checks: {} };
    try {
      const health: ServiceHealth = await this.#broker.call(
        action,
        {},
        { nodeID: id, timeout: PATIENCE_MS, retries: 0 },
      );
      return { id, ...health };
    } catch (error) {
      return { id, status: 'down', checks: { answer: { ok: false, reason: problemType(error) ?? 'no answer' } } };
    }
  }
}

/** Of nodes that differ the service as a whole still works, in part. */
function statusOfNodes(nodes: readonly NodeHealth[]): HealthStatus {
  if (nodes.every(({ status }) => status === 'down')) return 'down';
  return nodes.every(({ status }) => status === 'ok') ? 'ok' : 'degraded';
}

/** The Console answers this itself: without a service behind it the platform is down all the same. */
function statusOfAll(services: Record<string, ServiceReport>): HealthStatus {
  const behind = Object.entries(services).filter(([name]) => name !== 'console');
  if (behind.length > 0 && behind.every(([, { status }]) => status === 'down')) return 'down';
  return Object.values(services).every(({ status }) => status === 'ok') ? 'ok' : 'degraded';
}
