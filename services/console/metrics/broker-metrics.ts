import type { ServiceBroker } from 'moleculer';
import type { HistogramSample, Labels, MetricFamily } from './metric-family.ts';

type Metric = NonNullable<ReturnType<ServiceBroker['metrics']['getMetric']>>;

interface Item {
  labels?: Labels;
  value?: number | null;
  count: number;
  sum: number;
  bucketValues?: Record<string, number>;
}

/** Arguments, environment and users of the machine are nobody's business; the process has families of its own. */
const HIDDEN = /^(process\.|os\.)/;

/** What Moleculer counts of itself, and what services registered in `broker.metrics`. */
export function brokerFamilies({ metrics }: ServiceBroker): MetricFamily[] {
  return [...metrics.store.values()]
    .filter(({ name, type, values }) => type !== 'info' && values.size > 0 && !HIDDEN.test(name))
    .map((metric) => toFamily(metric as Metric));
}

function toFamily({ name, type, description, values }: Metric): MetricFamily {
  return {
    name: name.replaceAll(/[^a-zA-Z0-9_:]/g, '_'),
    description: description ?? name,
    type: type as MetricFamily['type'],
    samples: Array.from(values.values() as Iterable<Item>, (item) => ({
      labels: item.labels,
      value: type === 'histogram' ? toHistogram(item) : (item.value ?? Number.NaN),
    })),
  };
}

function toHistogram({ count, sum, bucketValues = {} }: Item): HistogramSample {
  const bounds = Object.entries(bucketValues).map(([bound, below]) => [Number(bound), below] as const);
  return { count, sum, cumulative: () => bounds.sort(([left], [right]) => left - right) };
}
