// Two small charts that start at zero: vertical columns, and horizontal bars with names. A chart's
// label says what it shows. The table beside it has every figure.
import { format } from '../../../ui/index.ts';

interface ColumnsProps {
  readonly values: readonly number[];
  /** The words above the highest column. */
  readonly top: string;
  /** The tooltip of a column. */
  readonly name: (at: number) => string;
  /** The words under a column; empty for none. */
  readonly tick: (at: number) => string;
  readonly axis?: string;
  readonly label: string;
}

export function Columns({ values, top, name, tick, axis, label }: ColumnsProps) {
  const most = Math.max(...values, 1);
  const highest = values.indexOf(Math.max(...values));
  return (
    <div className="columns num" role="img" aria-label={label}>
      <div className="columns-plot">
        {values.map((value, at) => (
          <span key={at} title={name(at)}>
            {at === highest && <b>{top}</b>}
            <i style={{ height: `${(value / most) * 100}%` }} />
          </span>
        ))}
      </div>
      <div className="columns-ticks small t3">
        {values.map((_, at) => (
          <span key={at}>{tick(at)}</span>
        ))}
      </div>
      {axis !== undefined && <p className="columns-axis small t3">{axis}</p>}
    </div>
  );
}

interface BarListProps {
  readonly title: string;
  /** The name and its share, 0 to 1. */
  readonly rows: readonly (readonly [name: string, part: number])[];
}

export function BarList({ title, rows }: BarListProps) {
  const most = Math.max(...rows.map(([, part]) => part), 1e-9);
  return (
    <div className="bar-list">
      <h3 className="small t3">{title}</h3>
      <ul className="num">
        {rows.map(([name, part]) => (
          <BarLine key={name} name={name} part={part} most={most} />
        ))}
      </ul>
    </div>
  );
}

function BarLine({ name, part, most }: { name: string; part: number; most: number }) {
  return (
    <li>
      <span className="clip" title={name}>
        {name}
      </span>
      <span className="bar-track">
        <i style={{ width: `${(part / most) * 100}%` }} />
      </span>
      <span className="right">{format.percent(part, 0)}</span>
    </li>
  );
}
