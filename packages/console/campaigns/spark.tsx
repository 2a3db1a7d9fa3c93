// A sparkline of a count per day, from zero and without axes. The last value is today's and not
// complete: its line is dashed and its dot hollow, so that it does not look like a drop. The label
// has the figures.

const width = 92;
const height = 24;

export function Spark(props: { values: readonly number[]; label: string; quiet?: boolean }) {
  const { values, label, quiet = false } = props;
  if (values.length < 2 || values.every((value) => value === 0)) return null;
  const high = Math.max(...values);
  const points = values.map(
    (value, at) => [3 + (at * 84) / (values.length - 1), 20 - (value / high) * 17] as const,
  );
  const [lastX, lastY] = points.at(-1) ?? [0, 0];
  const [beforeX, beforeY] = points.at(-2) ?? [0, 0];
  const [endX, endY] = before({ x: lastX, y: lastY }, { x: beforeX, y: beforeY }, 3.5);
  return (
    <svg
      className={quiet ? 'spark quiet' : 'spark'}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    >
      <polyline
        points={points
          .slice(0, -1)
          .map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`)
          .join(' ')}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.5}
        strokeLinejoin="round"
      />
      <path
        className="spark-today"
        d={`M${beforeX.toFixed(1)} ${beforeY.toFixed(1)}L${endX.toFixed(1)} ${endY.toFixed(1)}`}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.25}
        strokeDasharray="2 2"
      />
      <circle cx={lastX} cy={lastY} r={2.5} fill="none" stroke="currentColor" strokeWidth={1.25} />
    </svg>
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The point at distance `gap` before `end`, coming from `start`: the rim of the hollow dot. */
function before(end: Point, start: Point, gap: number): readonly [number, number] {
  const length = Math.hypot(end.x - start.x, end.y - start.y);
  const part = Math.max(0, 1 - gap / Math.max(length, gap));
  return [start.x + (end.x - start.x) * part, start.y + (end.y - start.y) * part];
}
