import type { Recording, Series } from './recording.ts';

const WIDTH = 960;
const HEIGHT = 240;
const LEFT = 60;
const RIGHT = 190;
const TOP = 40;
const BOTTOM = 30;
const COLOURS = ['#1971c2', '#e8590c', '#2f9e44', '#9c36b5', '#c92a2a', '#0c8599', '#5c940d', '#343a40'];

/** Three charts below each other, as SVG: memory, handles, latency. */
export function picture(recording: Recording, title: string): string {
  const charts: [string, Map<string, Series>][] = [
    ['Memory, MB', recording.memory],
    ['Open handles', recording.handles],
    ['Latency at the Consoles, ms', recording.latency],
  ];
  const parts = charts.map(([name, lines], index) => {
    return `<g transform="translate(0 ${30 + index * HEIGHT})">${chart(name, [...lines.values()], recording.minutes)}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${30 + charts.length * HEIGHT}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#fff"/>
<text x="16" y="22" font-size="14">${escapeXml(title)}</text>
${parts.join('\n')}
</svg>
`;
}

function chart(name: string, lines: readonly Series[], minutes: number): string {
  const highest = Math.max(...lines.flatMap(({ points }) => points.map(([, value]) => value)), 1);
  const top = roundUp(highest);
  const x = (minute: number) => LEFT + (minute / Math.max(minutes, 1e-9)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM);
  const grid = [0, 0.5, 1].map((share) => {
    const at = y(share * top).toFixed(1);
    const label = `<text x="${LEFT - 6}" y="${at}" text-anchor="end" dominant-baseline="middle">${share * top}</text>`;
    return `<path d="M${LEFT} ${at}H${WIDTH - RIGHT}" stroke="#dee2e6"/>${label}`;
  });
  const drawn = lines.map(({ name: title, points }, index) => {
    const colour = COLOURS[index % COLOURS.length];
    const path = points.map(([minute, value]) => `${x(minute).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
    const legend = `<text x="${WIDTH - RIGHT + 12}" y="${TOP + 6 + index * 16}" fill="${colour}">${escapeXml(title)}</text>`;
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="1.5"/>${legend}`;
  });
  const end = `<text x="${WIDTH - RIGHT}" y="${HEIGHT - 10}" text-anchor="end">${Number(minutes.toFixed(1))} min</text>`;
  return `<text x="16" y="24" font-weight="bold">${name}</text>${grid.join('')}${drawn.join('')}${end}`;
}

/** The next of 1, 2 or 5 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10);
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
