// Tables, and a container that lets a wide table scroll.
import type { ReactNode } from 'react';
import { t, type Key } from '../words/words.ts';

export interface Column<Row> {
  readonly key: string;
  /** Never empty: a column without a visible head has one for screen readers, in `aside-voice`. */
  readonly head: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  readonly width?: number | string;
  readonly align?: 'right';
}

type Cell<Row> = (row: Row) => ReactNode;
type ColumnParts<Row> =
  | readonly [head: Key, cell: Cell<Row>]
  | readonly [head: Key, width: number | string | undefined, cell: Cell<Row>];

/** A column whose head is the text of its key. */
export function column<Row>(...parts: ColumnParts<Row>): Column<Row> {
  const [key, width, cell] = parts.length === 2 ? [parts[0], undefined, parts[1]] : parts;
  return { key, head: t(key), cell, ...(width === undefined ? {} : { width }) };
}

/** A column of figures, aligned at the right. */
export function figureColumn<Row>(...parts: ColumnParts<Row>): Column<Row> {
  return { ...column(...parts), align: 'right' };
}

/** The last column, with the actions on a row. Only screen readers read its head. */
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

/** A plain table. Screen readers read `caption`. Rows open by a link or button in a cell. */
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

/** A table that scrolls by itself on a narrow page, also by keyboard. */
export function ScrollTable<Row>(props: TableProps<Row>) {
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={props.caption}>
      <Table {...props} />
    </div>
  );
}
