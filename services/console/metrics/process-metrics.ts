import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { ServiceBroker } from 'moleculer';

/** Milliseconds between two looks at the clock; the histogram counts them as part of the delay. */
const RESOLUTION = 20;

const DESCRIPTIONS = {
  process_resident_memory_bytes: 'Resident memory',
  process_cpu_seconds_total: 'Processor time used, in user and system mode',
  process_start_time_seconds: 'Start of the process, Unix time',
  nodejs_heap_size_total_bytes: 'Size of the heap',
  nodejs_heap_size_used_bytes: 'Heap in use',
  nodejs_external_memory_bytes: 'Memory outside the heap',
  nodejs_eventloop_lag_p99_seconds: 'Delay of the event loop since the last scrape, 99th percentile',
  nodejs_eventloop_lag_max_seconds: 'Delay of the event loop since the last scrape, worst',
};

/** The process itself, under the names that dashboards for Node.js expect. Read when somebody asks, not on a timer. */
export class ProcessMetrics {
  readonly #metrics: ServiceBroker['metrics'];
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION });

  constructor(broker: ServiceBroker) {
    const { metrics } = broker;
    this.#metrics = metrics;
    for (const [name, description] of Object.entries(DESCRIPTIONS)) {
      const type = name.endsWith('_total') ? 'counter' : 'gauge';
      metrics.register({ type, name, description } as Parameters<typeof metrics.register>[0]);
    }
    this.#delay.enable();
  }

  /** 99th percentile and worst in milliseconds, since the last scrape. */
  eventLoopDelay(): { p99: number; max: number } {
    if (this.#delay.count === 0) return { p99: 0, max: 0 };
    const beyond = (nanoseconds: number) => Math.max(0, Math.round(nanoseconds / 1e4) / 100 - RESOLUTION);
    return { p99: beyond(this.#delay.percentile(99)), max: beyond(this.#delay.max) };
  }

  /** Brings the gauges up to date. */
  collect(): void {
    const { rss, heapTotal, heapUsed, external } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    const { p99, max } = this.eventLoopDelay();
    const values: Record<keyof typeof DESCRIPTIONS, number> = {
      process_resident_memory_bytes: rss,
      process_cpu_seconds_total: (user + system) / 1e6,
      process_start_time_seconds: Math.round(Date.now() / 1000 - process.uptime()),
      nodejs_heap_size_total_bytes: heapTotal,
      nodejs_heap_size_used_bytes: heapUsed,
      nodejs_external_memory_bytes: external,
      nodejs_eventloop_lag_p99_seconds: p99 / 1000,
      nodejs_eventloop_lag_max_seconds: max / 1000,
    };
    for (const [name, value] of Object.entries(values)) this.#metrics.set(name, value);
    this.#delay.reset();
  }

  stop(): void {
    this.#delay.disable();
  }
}
