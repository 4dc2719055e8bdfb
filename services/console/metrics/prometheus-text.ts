import type { ServiceBroker } from 'moleculer';

type Metrics = ServiceBroker['metrics'];
type Metric = NonNullable<ReturnType<Metrics['getMetric']>>;
type Labels = Record<string, unknown>;

interface Item {
  labels?: Labels;
  value?: number | null;
  count: number;
  sum: number;
  bucketValues?: Record<string, number>;
}

/** Arguments, environment and users of the machine are nobody's business. */
const HIDDEN = /^(process\.|os\.)/;

/**
 * The broker's metrics in the text format of Prometheus (exposition format 0.0.4). Moleculer's own reporter opens a port of its
 * own, writes samples outside of the declared families, and sorts a minute of durations at each scrape.
 */
export function renderPrometheus(metrics: Metrics, common: Labels): string {
  const lines: string[] = [];
  for (const metric of metrics.store.values() as Iterable<Metric>) {
    if (HIDDEN.test(metric.name) || metric.values.size === 0) continue;
    if (metric.type === 'info') continue;
    const name = metric.name.replaceAll(/[^a-zA-Z0-9_:]/g, '_');
    lines.push(`# HELP ${name} ${escapeHelp(metric.description ?? metric.name)}`, `# TYPE ${name} ${metric.type}`);
    for (const item of metric.values.values() as Iterable<Item>) {
      if (metric.type === 'histogram') pushHistogram(lines, name, item, common);
      else lines.push(`${name}${labelsOf(common, item.labels)} ${numberOf(item.value)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function pushHistogram(lines: string[], name: string, item: Item, common: Labels): void {
  const buckets = Object.entries(item.bucketValues ?? {}).sort(([left], [right]) => Number(left) - Number(right));
  for (const [le, count] of buckets) lines.push(`${name}_bucket${labelsOf(common, item.labels, { le })} ${count}`);
  lines.push(`${name}_bucket${labelsOf(common, item.labels, { le: '+Inf' })} ${item.count}`);
  lines.push(`${name}_sum${labelsOf(common, item.labels)} ${numberOf(item.sum)}`);
  lines.push(`${name}_count${labelsOf(common, item.labels)} ${item.count}`);
}

function labelsOf(...sources: (Labels | undefined)[]): string {
  const pairs = Object.entries(Object.assign({}, ...sources) as Labels)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `${name.replaceAll(/[^a-zA-Z0-9_]/g, '_')}="${escapeLabel(String(value))}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function numberOf(value: number | null | undefined): string {
  return typeof value === 'number' ? String(value) : 'NaN';
}

function escapeLabel(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}
