import type { Service, ServiceBroker } from 'moleculer';
import { expectedServices } from '../../mixins/readiness/expected-services.ts';
import type { KnownServices } from './gateway/known-services.ts';
import { HealthMonitor } from './health/health-monitor.ts';
import { type FrontDoor, Readiness } from './health/readiness.ts';
import { HttpMetrics } from './metrics/http-metrics.ts';
import { ProcessMetrics } from './metrics/process-metrics.ts';
import { ApiDocument } from './openapi/api-document.ts';
import { BreakerStates } from './registry/breaker-states.ts';
import { LiveStatus } from './registry/live-status.ts';
import { NodeProbe } from './registry/node-probe.ts';
import { RegistryView } from './registry/registry-view.ts';
import { ServiceTraffic } from './registry/service-traffic.ts';
import { StatusSampler } from './registry/status-sampler.ts';

interface PlatformOptions {
  /** Services that this process has to run. */
  expected?: readonly string[];
  /** Services that the installation has, whether they run or not. */
  known?: KnownServices;
}

/** What the Console knows of the platform behind it: the parts that its own actions answer from. */
export class Platform {
  readonly health: HealthMonitor;
  readonly readiness: Readiness;
  readonly probe: NodeProbe;
  readonly registry: RegistryView;
  readonly live: LiveStatus;
  readonly api: ApiDocument;
  readonly httpMetrics = new HttpMetrics();
  readonly processMetrics = new ProcessMetrics();

  constructor(broker: ServiceBroker, door: FrontDoor, { expected = expectedServices(), known }: PlatformOptions = {}) {
    const breakers = new BreakerStates(broker);
    this.health = new HealthMonitor(broker, expected, known);
    this.readiness = new Readiness(broker, expected, door);
    this.probe = new NodeProbe(broker);
    this.registry = new RegistryView(broker, breakers, this.probe);
    const sampler = new StatusSampler(this.health, this.registry, this.probe, new ServiceTraffic(broker));
    this.live = new LiveStatus(broker, sampler);
    this.api = new ApiDocument(broker, known);
  }

  stop(): void {
    this.live.stop();
    this.processMetrics.stop();
  }
}

/** The service whose actions use it. */
export interface PlatformService extends Service {
  platform: Platform;
}
