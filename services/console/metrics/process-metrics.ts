import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { MetricFamily } from './metric-family.ts';

/** Milliseconds between two looks at the clock; the histogram counts them as part of the delay. */
const RESOLUTION = 20;

/** The process itself, under the names that dashboards for Node.js expect. Read when somebody asks, not on a timer. */
export class ProcessMetrics {
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION });

  constructor() {
    this.#delay.enable();
  }

  /** 99th percentile and worst in milliseconds, since the last scrape. */
  eventLoopDelay(): { p99: number; max: number } {
    if (this.#delay.count === 0) return { p99: 0, max: 0 };
    const beyond = (nanoseconds: number) => Math.max(0, Math.round((nanoseconds / 1e6 - RESOLUTION) * 100) / 100);
    return { p99: beyond(this.#delay.percentile(99)), max: beyond(this.#delay.max) };
  }

  families(): MetricFamily[] {
    const { rss, heapTotal, heapUsed, external } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    const { p99, max } = this.eventLoopDelay();
    this.#delay.reset();
    return [
      gauge('process_resident_memory_bytes', 'Resident memory.', rss),
      {
        ...gauge('process_cpu_seconds_total', 'Processor time, in user and system mode.', (user + system) / 1e6),
        type: 'counter',
      },
      gauge(
        'process_start_time_seconds',
        'Start of the process, Unix time.',
        Math.round(Date.now() / 1000 - process.uptime()),
      ),
      gauge('nodejs_heap_size_total_bytes', 'Size of the heap.', heapTotal),
      gauge('nodejs_heap_size_used_bytes', 'Heap in use.', heapUsed),
      gauge('nodejs_external_memory_bytes', 'Memory outside the heap.', external),
      gauge(
        'nodejs_eventloop_lag_p99_seconds',
        'Delay of the event loop since the last scrape, 99th percentile.',
        p99 / 1000,
      ),
      gauge('nodejs_eventloop_lag_max_seconds', 'Delay of the event loop since the last scrape, worst.', max / 1000),
    ];
  }

  stop(): void {
    this.#delay.disable();
  }
}

function gauge(name: string, description: string, value: number): MetricFamily {
  return { name, description, type: 'gauge', samples: [{ value }] };
}
