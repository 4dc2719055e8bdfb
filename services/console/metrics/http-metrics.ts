import type { ServiceBroker } from 'moleculer';

const NAME = 'http_request_duration_seconds';
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Durations of HTTP requests. Its series are bounded by the number of routes. */
export class HttpMetrics {
  readonly #metrics: ServiceBroker['metrics'];

  constructor(broker: ServiceBroker) {
    this.#metrics = broker.metrics;
    this.#metrics.register({
      type: 'histogram',
      name: NAME,
      description: 'Duration of HTTP requests by route template, method and status',
      labelNames: ['route', 'method', 'status'],
      unit: 'second',
      buckets: BUCKETS,
    });
  }

  /** @param route template of the route, never the path that was asked for. */
  observe(route: string, method: string, status: number, milliseconds: number): void {
    this.#metrics.observe(NAME, milliseconds / 1000, { route, method, status });
  }
}
