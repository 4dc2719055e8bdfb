import classes from './sparkline.module.css';

interface Props {
  /** Oldest first; null is a gap and stays one. */
  values: readonly (number | null)[];
  /** How many values the whole width stands for; fewer start at the right. */
  length: number;
  /** What the line shows, in words, for those who do not see it. */
  label: string;
}

const width = 96;
const height = 24;
const inset = 2;

/** A small line without axes, zero-based: the way of a value over the last minutes. */
export function Sparkline({ values, length, label }: Props) {
  const known = values.filter((value) => value !== null);
  const top = Math.max(...known, 1);
  const step = (width - 2 * inset) / (length - 1);
  const points = values.map((value, index) => ({
    x: width - inset - (values.length - 1 - index) * step,
    y: value === null ? null : height - inset - (value / top) * (height - 2 * inset),
  }));
  const last = points.findLast(({ y }) => y !== null);
  return (
    <svg
      className={classes.chart}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    >
      <path d={`M${inset} ${height - inset}H${width - inset}`} className={classes.base} />
      <path d={toPath(points)} className={classes.line} />
      {last?.y != null && <circle cx={last.x} cy={last.y} r={1.75} className={classes.now} />}
    </svg>
  );
}

function toPath(points: readonly { x: number; y: number | null }[]): string {
  let isDrawing = false;
  let path = '';
  for (const { x, y } of points) {
    if (y !== null) path += `${isDrawing ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    isDrawing = y !== null;
  }
  return path;
}
