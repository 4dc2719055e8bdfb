import type { ServiceBroker } from 'moleculer';

/** What this Console saw of one service since the sample before, a second. */
export interface Traffic {
  requests: number;
  errors: number;
  /** Mean duration of a call; null when there was none. */
  latencyMs: number | null;
}

interface MetricItem {
  labels?: { service?: string; action?: string; errorCode?: number | string };
  count: number;
  sum: number;
  value: number;
}

interface Totals {
  requests: number;
  errors: number;
  milliseconds: number;
}

const idle: Traffic = { requests: 0, errors: 0, latencyMs: null };

/** Rates of each service from the broker's request metrics, which only ever grow. */
export class ServiceTraffic {
  readonly #broker: ServiceBroker;
  #totals = new Map<string, Totals>();
  #rates = new Map<string, Traffic>();
  #sampledAt: number | undefined;

  constructor(broker: ServiceBroker) {
    this.#broker = broker;
  }

  of(service: string): Traffic {
    return this.#rates.get(service) ?? idle;
  }

  sample(): void {
    const now = performance.now();
    const seconds = this.#sampledAt === undefined ? undefined : (now - this.#sampledAt) / 1000;
    const totals = this.#read();
    // The first sample has nothing to be compared with; two in one instant have no rate.
    if (seconds === undefined || seconds > 0.05) {
      this.#rates = new Map(
        seconds === undefined
          ? []
          : Array.from(totals, ([service, total]) => [service, rate(total, this.#totals.get(service), seconds)]),
      );
      this.#totals = totals;
      this.#sampledAt = now;
    }
  }

  /** Forgets the last sample, so that a pause is not averaged over. */
  reset(): void {
    this.#sampledAt = undefined;
    this.#rates = new Map();
  }

  #read(): Map<string, Totals> {
    const totals = new Map<string, Totals>();
    for (const { labels, count, sum } of this.#values('moleculer.request.time')) {
      // The Console's own health checks would show as traffic on a platform that nobody uses.
      if (String(labels?.action).endsWith('.health')) continue;
      const total = totalOf(totals, labels);
      total.requests += count;
      total.milliseconds += sum;
    }
    for (const { labels, value } of this.#values('moleculer.request.error.total')) {
      // A client's mistake says nothing about the service.
      if (!(Number(labels?.errorCode) < 500)) totalOf(totals, labels).errors += value;
    }
    return totals;
  }

  /** The live values: a snapshot would also sort every duration of the last minute for its quantiles. */
  #values(metric: string): Iterable<MetricItem> {
    return (this.#broker.metrics.getMetric(metric)?.values.values() ?? []) as Iterable<MetricItem>;
  }
}

function totalOf(totals: Map<string, Totals>, labels: MetricItem['labels']): Totals {
  const service = labels?.service ?? '';
  let total = totals.get(service);
  if (total === undefined) {
    total = { requests: 0, errors: 0, milliseconds: 0 };
    totals.set(service, total);
  }
  return total;
}

function rate(now: Totals, before: Totals | undefined, seconds: number): Traffic {
  const requests = now.requests - (before?.requests ?? 0);
  return {
    requests: round(requests / seconds),
    errors: round((now.errors - (before?.errors ?? 0)) / seconds),
    latencyMs: requests > 0 ? round((now.milliseconds - (before?.milliseconds ?? 0)) / requests) : null,
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
