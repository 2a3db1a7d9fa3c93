// Tables: rows of what is listed, in a place that scrolls where there is too little room.
import type { ReactNode } from 'react';
import { t, type Key } from '../words/words.ts';

export interface Column<Row> {
  readonly key: string;
  /** Never empty: what needs no words is heard, in `aside-voice`. */
  readonly head: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  readonly width?: number | string;
  readonly align?: 'right';
}

type Cell<Row> = (row: Row) => ReactNode;
type ColumnParts<Row> =
  | readonly [head: Key, cell: Cell<Row>]
  | readonly [head: Key, width: number | string | undefined, cell: Cell<Row>];

/** Named by the key of its head's words. */
export function column<Row>(...parts: ColumnParts<Row>): Column<Row> {
  const [key, width, cell] = parts.length === 2 ? [parts[0], undefined, parts[1]] : parts;
  return { key, head: t(key), cell, ...(width === undefined ? {} : { width }) };
}

/** Its figures stand one under the other. */
export function figureColumn<Row>(...parts: ColumnParts<Row>): Column<Row> {
  return { ...column(...parts), align: 'right' };
}

/** What is done with a row, at its end; the head is heard. */
export function actsColumn<Row>(...parts: ColumnParts<Row>): Column<Row> {
  const { head, ...rest } = figureColumn(...parts);
  return { ...rest, head: <span className="aside-voice">{head}</span> };
}

export interface TableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly selected?: string;
  readonly className?: string;
}

/** A plain table. `caption` is heard; rows open by a link or button within a cell. */
export function Table<Row>(props: TableProps<Row>) {
  const { caption, columns, rows, rowKey, selected, className = '' } = props;
  return (
    <table className={`table ${className}`}>
      <caption className="aside-voice">{caption}</caption>
      <colgroup>
        {columns.map((each) => (
          <col key={each.key} style={{ width: each.width }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {columns.map((each) => (
            <th key={each.key} scope="col" className={each.align ?? ''}>
              {each.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)} className={rowKey(row) === selected ? 'on' : ''}>
            {columns.map((each) => (
              <td key={each.key} className={each.align ?? ''}>
                {each.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A table in a place of its own: on a narrow page it scrolls by itself, also by the keyboard. */
export function ScrollTable<Row>(props: TableProps<Row>) {
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={props.caption}>
      <Table {...props} />
    </div>
  );
}
