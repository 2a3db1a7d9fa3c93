// A sparkline: how many a day, no axes, from zero, the last day marked. The figures are in its label.

export function Spark(props: { values: readonly number[]; label: string; quiet?: boolean }) {
  const { values, label, quiet = false } = props;
  if (values.length < 2 || values.every((value) => value === 0)) return null;
  const high = Math.max(...values);
  const points = values.map(
    (value, at) => [2 + (at * 84) / (values.length - 1), 21 - (value / high) * 18] as const,
  );
  const [lastX, lastY] = points.at(-1) ?? [0, 0];
  return (
    <svg
      className={quiet ? 'spark quiet' : 'spark'}
      width={92}
      height={24}
      role="img"
      aria-label={label}
    >
      <polyline
        points={points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.5}
        strokeLinejoin="round"
      />
      <circle cx={lastX} cy={lastY} r={2.5} fill="currentColor" />
    </svg>
  );
}
