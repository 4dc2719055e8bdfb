import { percentile, type Recording, type Series } from './recording.ts';

export interface Verdict {
  isGood: boolean;
  /** One line. */
  text: string;
}

/** Minutes below which a heap has not yet found its size, and growth means nothing. */
const TELLING = 10;
/** A heap breathes: so much more in the last quarter than in the second one is no leak yet. */
const MEMORY_GROWTH = 1.25;
const MORE_HANDLES = 10;

/** Compares the last quarter with the second one: the first is spent on getting warm. */
export function judge(recording: Recording, failures: Readonly<Record<string, number>>): Verdict {
  const isTelling = recording.minutes >= TELLING;
  const faults = Object.entries(failures).map(([reason, count]) => `${reason} ${count} times`);
  if (isTelling) {
    for (const [before, after, { name }] of quarters(recording.memory)) {
      if (after > before * MEMORY_GROWTH) faults.push(`${name} grew from ${before.toFixed()} to ${after.toFixed()} MB`);
    }
    for (const [before, after, { name }] of quarters(recording.handles)) {
      if (after > before + MORE_HANDLES) faults.push(`${name} had ${before} handles and then ${after}`);
    }
  }
  const time = `${Number(recording.minutes.toFixed(1))} min`;
  if (faults.length > 0) return { isGood: false, text: `✗ ${time}: ${faults.join('; ')}` };
  const steady = isTelling ? 'memory and handles steady' : `too short to tell growth, which takes ${TELLING} min`;
  return { isGood: true, text: `✓ ${time}: nothing failed, ${steady}` };
}

function quarters(lines: ReadonlyMap<string, Series>): [before: number, after: number, line: Series][] {
  return [...lines.values()].map((line) => [median(line, 0.25, 0.5), median(line, 0.75, 1), line]);
}

function median({ points }: Series, from: number, to: number): number {
  const values = points
    .slice(Math.floor(points.length * from), Math.ceil(points.length * to))
    .map(([, value]) => value);
  return percentile(
    values.sort((one, other) => one - other),
    0.5,
  );
}
