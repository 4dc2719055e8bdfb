import type { ServiceBroker } from 'moleculer';
import { callStatistics } from '../../../middlewares/call-metrics.ts';

/** What this Console saw of one service since the sample before, a second. */
export interface Traffic {
  requests: number;
  errors: number;
  /** Mean duration of a call; null when there was none. */
  latencyMs: number | null;
}

interface Totals {
  requests: number;
  errors: number;
  seconds: number;
}

const idle: Traffic = { requests: 0, errors: 0, latencyMs: null };
const nothing: Totals = { requests: 0, errors: 0, seconds: 0 };

/** Rates of each service from the counts of its calls, which only ever grow. */
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
    const passed = this.#sampledAt === undefined ? undefined : (now - this.#sampledAt) / 1000;
    // Two samples in one instant have no rate; the first has nothing to be compared with.
    if (passed !== undefined && passed < 0.05) return;
    const totals = this.#read();
    this.#rates = new Map();
    if (passed !== undefined) {
      for (const [service, total] of totals) {
        this.#rates.set(service, rate(total, this.#totals.get(service) ?? nothing, passed));
      }
    }
    this.#totals = totals;
    this.#sampledAt = now;
  }

  /** Forgets the last sample, so that a pause is not averaged over. */
  reset(): void {
    this.#sampledAt = undefined;
    this.#rates = new Map();
  }

  #read(): Map<string, Totals> {
    const totals = new Map<string, Totals>();
    for (const { service, action, durations, errors } of callStatistics(this.#broker)) {
      // The Console's own health checks would show as traffic on a platform that nobody uses.
      if (action === `${service}.health`) continue;
      const total = totals.get(service) ?? { ...nothing };
      totals.set(service, total);
      total.requests += durations.count;
      total.seconds += durations.sum;
      for (const { status, count } of errors.values()) {
        // A client's mistake says nothing about the service.
        if (!(Number(status || 500) < 500)) total.errors += count;
      }
    }
    return totals;
  }
}

function rate(now: Totals, before: Totals, seconds: number): Traffic {
  const requests = now.requests - before.requests;
  return {
    requests: round(requests / seconds),
    errors: round((now.errors - before.errors) / seconds),
    latencyMs: requests > 0 ? round(((now.seconds - before.seconds) * 1000) / requests) : null,
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
