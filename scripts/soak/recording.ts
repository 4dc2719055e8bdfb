import type { ProcessUsage } from './process-usage.ts';

/** Points of one line, in the order of time. */
export interface Series {
  name: string;
  points: [minutes: number, value: number][];
}

/** What was seen of the processes, as lines over time. */
export class Recording {
  readonly memory = new Map<string, Series>();
  readonly handles = new Map<string, Series>();
  readonly latency = new Map<string, Series>();
  minutes = 0;

  add(milliseconds: number, usage: readonly ProcessUsage[], latencies: ReadonlyMap<string, number[]>): void {
    this.minutes = milliseconds / 60_000;
    for (const { name, memory, handles } of usage) {
      this.#point(this.memory, name, memory);
      this.#point(this.handles, name, handles);
    }
    for (const [url, times] of latencies) {
      const sorted = times.toSorted((one, other) => one - other);
      const { host } = new URL(url);
      this.#point(this.latency, `${host} median`, percentile(sorted, 0.5));
      this.#point(this.latency, `${host} p99`, percentile(sorted, 0.99));
    }
  }

  #point(lines: Map<string, Series>, name: string, value: number): void {
    const line = lines.get(name) ?? { name, points: [] };
    lines.set(name, line);
    line.points.push([this.minutes, value]);
  }
}

/** Of values in ascending order. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
