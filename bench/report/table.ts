import { type Aim, judge, type Measure } from './measure.ts';

const COLUMNS = ['site11', 'baseline', 'ratio', 'aim', ''];

/** The measures as a table for people, one block a group. */
export function renderTable(measures: readonly Measure[]): string {
  const rows = measures.map((measure) => ({ group: measure.group, cells: cellsOf(measure) }));
  const header = ['', ...COLUMNS];
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map(({ cells }) => cells[column]?.length ?? 0)),
  );
  const lines = [alignRow(header, widths)];
  let group = '';
  for (const row of rows) {
    if (row.group !== group) lines.push('', row.group);
    group = row.group;
    lines.push(alignRow(row.cells, widths));
  }
  return lines.join('\n');
}

function cellsOf(measure: Measure): string[] {
  const { site, baseline, ratio, met } = judge(measure);
  return [
    `  ${measure.name}`,
    formatNumber(site),
    formatNumber(baseline),
    Number.isNaN(ratio) ? '' : ratio.toFixed(2),
    measure.aim === undefined ? '' : formatAim(measure.aim),
    met === undefined ? '' : met ? '✓' : '✗',
  ];
}

function alignRow(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
    .join('  ')
    .trimEnd();
}

/** Three digits that count; nothing for what was not measured. */
function formatNumber(value: number): string {
  if (Number.isNaN(value)) return '';
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function formatAim(aim: Aim): string {
  const bound = 'atLeast' in aim ? `>= ${aim.atLeast}` : `<= ${aim.atMost}`;
  return aim.of === 'ratio' ? `ratio ${bound}` : bound;
}
