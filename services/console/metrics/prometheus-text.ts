import type { HistogramSample, Labels, MetricFamily } from './metric-family.ts';

/** Metrics in the text format of Prometheus (exposition format 0.0.4), each sample with the common labels too. */
export function renderPrometheus(families: Iterable<MetricFamily>, common: Labels): string {
  const lines: string[] = [];
  for (const { name, description, type, samples } of families) {
    lines.push(`# HELP ${name} ${escapeHelp(description)}`, `# TYPE ${name} ${type}`);
    for (const { labels, value } of samples) {
      const all = { ...common, ...labels };
      if (typeof value === 'number') lines.push(`${name}${labelsOf(all)} ${value}`);
      else lines.push(...histogramLines(name, all, value));
    }
  }
  return `${lines.join('\n')}\n`;
}

function histogramLines(name: string, labels: Labels, histogram: HistogramSample): string[] {
  return [
    ...Array.from(histogram.cumulative(), ([le, below]) => `${name}_bucket${labelsOf({ ...labels, le })} ${below}`),
    `${name}_bucket${labelsOf({ ...labels, le: '+Inf' })} ${histogram.count}`,
    `${name}_sum${labelsOf(labels)} ${histogram.sum}`,
    `${name}_count${labelsOf(labels)} ${histogram.count}`,
  ];
}

function labelsOf(labels: Labels): string {
  const pairs = Object.entries(labels)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `${name}="${escapeLabel(String(value))}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escapeLabel(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}
