export type Labels = Record<string, string | number | null | undefined>;

/** Values up to each bound, all together. */
export interface HistogramSample {
  cumulative(): Iterable<readonly [bound: number, count: number]>;
  count: number;
  sum: number;
}

/** One metric with the values that it has now. */
export interface MetricFamily {
  name: string;
  description: string;
  type: 'counter' | 'gauge' | 'histogram';
  samples: Iterable<{ labels?: Labels; value: number | HistogramSample }>;
}
