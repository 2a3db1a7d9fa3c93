// Two small charts from zero: columns side by side, and bars one under the other with their names.
// What they show is in their label; every figure is in the table beside them.
import { useFormat } from '../../../ui/index.ts';

export function Columns(props: {
  values: readonly number[];
  /** What the highest column says. */
  top: string;
  /** What one column says when it is pointed at. */
  name: (at: number) => string;
  /** Empty for none. */
  tick: (at: number) => string;
  axis?: string;
  label: string;
}) {
  const { values, top, name, tick, axis, label } = props;
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

export function BarList(props: {
  title: string;
  /** Name and part, 0 to 1. */
  rows: readonly (readonly [name: string, part: number])[];
}) {
  const format = useFormat();
  const { title, rows } = props;
  const most = Math.max(...rows.map(([, part]) => part), 1e-9);
  return (
    <div className="bar-list">
      <h3 className="small t3">{title}</h3>
      <ul className="num">
        {rows.map(([name, part]) => (
          <li key={name}>
            <span className="clip" title={name}>
              {name}
            </span>
            <span className="bar-track">
              <i style={{ width: `${(part / most) * 100}%` }} />
            </span>
            <span className="right">{format.percent(part, 0)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
