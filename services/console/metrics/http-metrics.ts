import { DURATION_BOUNDS, Histogram } from '../../../lib/histogram.ts';
import type { MetricFamily } from './metric-family.ts';

/** Durations of HTTP requests by route, method and status: as many series as there are routes, whatever clients send. */
export class HttpMetrics {
  readonly #routes = new Map<string, Map<string, Map<number, Histogram>>>();

  /** @param route template of the route, never the path that was asked for. */
  observe(route: string, method: string, status: number, milliseconds: number): void {
    const methods = getOrMake(this.#routes, route, () => new Map<string, Map<number, Histogram>>());
    const statuses = getOrMake(methods, method, () => new Map<number, Histogram>());
    getOrMake(statuses, status, () => new Histogram(DURATION_BOUNDS)).observe(milliseconds / 1000);
  }

  families(): MetricFamily[] {
    return [
      {
        name: 'http_request_duration_seconds',
        description: 'Duration of HTTP requests by route, method and status.',
        type: 'histogram',
        samples: this.#samples(),
      },
    ];
  }

  *#samples() {
    for (const [route, methods] of this.#routes) {
      for (const [method, statuses] of methods) {
        for (const [status, value] of statuses) yield { labels: { route, method, status }, value };
      }
    }
  }
}

function getOrMake<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
