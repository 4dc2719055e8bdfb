import type { HealthMonitor, ServiceReport } from '../health/health-monitor.ts';
import type { RegistryNode, RegistryService, StatusFrame } from '../registry.contract.ts';
import type { NodeProbe } from './node-probe.ts';
import type { RegistryView } from './registry-view.ts';
import type { ServiceTraffic } from './service-traffic.ts';

type ServiceStatus = StatusFrame['services'][number];
type NodeStatus = StatusFrame['nodes'][number];

/** Puts together what the health checks, the registry and the metrics say at one moment. */
export class StatusSampler {
  readonly #health: HealthMonitor;
  readonly #registry: RegistryView;
  readonly #probe: NodeProbe;
  readonly #traffic: ServiceTraffic;

  constructor(health: HealthMonitor, registry: RegistryView, probe: NodeProbe, traffic: ServiceTraffic) {
    this.#health = health;
    this.#registry = registry;
    this.#probe = probe;
    this.#traffic = traffic;
  }

  async sample(): Promise<StatusFrame> {
    const [{ services: reports }] = await Promise.all([this.#health.report(), this.#probe.measure()]);
    this.#traffic.sample();
    const nodes = this.#registry.nodes();
    const known = new Map(this.#registry.services().map((service) => [service.name, service]));
    return {
      at: new Date().toISOString(),
      services: Object.entries(reports).map(([name, report]) => this.#service(name, report, known.get(name), nodes)),
      nodes: nodes.map(statusOfNode),
    };
  }

  /** Forgets rates of before a pause. */
  reset(): void {
    this.#traffic.reset();
  }

  #service(
    name: string,
    report: ServiceReport,
    service: RegistryService | undefined,
    nodes: readonly RegistryNode[],
  ): ServiceStatus {
    const breaker = service?.breaker ?? 'closed';
    const running = new Set(service?.nodes.map(({ id }) => id));
    return {
      name,
      status: statusOf(report, breaker),
      version: service?.version ?? null,
      breaker,
      ...this.#traffic.of(name),
      nodes: nodes.filter(({ id }) => running.has(id)).map(statusOfNode),
    };
  }
}

function statusOf({ status }: ServiceReport, breaker: ServiceStatus['breaker']): ServiceStatus['status'] {
  if (status === 'down') return 'down';
  return status === 'ok' && breaker === 'closed' ? 'up' : 'degraded';
}

function statusOfNode({ id, local, available, cpu, latencyMs }: RegistryNode): NodeStatus {
  return { id, local, available, cpu, latencyMs };
}
