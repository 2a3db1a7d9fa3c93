// The common parts of lists in the settings: a heading with its button, a table and the empty
// state.
import type { ReactNode } from 'react';
import { Button, Empty, NotYet, Table, type Column } from '../../ui/index.ts';
import { SettingsBody } from './settings-body.tsx';

interface Act {
  readonly label: string;
  readonly onClick: () => void;
}

export interface SettingsListProps<Row> {
  readonly title: string;
  readonly text: string;
  /** The main button of the page. Left out if the user may only read. */
  readonly act?: Act | undefined;
  /** A second button before the main one. */
  readonly otherAct?: Act | undefined;
  readonly rows: readonly Row[] | undefined;
  readonly error: unknown;
  readonly onRetry: () => void;
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  /** The text under the name on a phone, where the other columns do not fit. */
  readonly phoneLine: (row: Row) => string;
  readonly empty: { readonly title: string; readonly text: string };
  readonly children?: ReactNode;
}

export function SettingsList<Row>(props: SettingsListProps<Row>) {
  const { title, text, act, otherAct, rows, error, onRetry, columns, rowKey } = props;
  const { empty, children } = props;
  const [first, ...others] = columns;
  const button =
    act === undefined ? null : (
      <>
        {otherAct !== undefined && <Button onClick={otherAct.onClick}>{otherAct.label}</Button>}
        <Button variant="primary" icon="plus" onClick={act.onClick}>
          {act.label}
        </Button>
      </>
    );
  return (
    <SettingsBody
      title={title}
      text={text}
      act={rows !== undefined && rows.length > 0 && button}
      className="wide"
    >
      {rows === undefined ? (
        <NotYet error={error} rows={5} columns={4} onRetry={onRetry} />
      ) : rows.length === 0 ? (
        <Empty title={empty.title} text={empty.text}>
          {button}
        </Empty>
      ) : (
        <div className="table-scroll">
          <Table
            caption={title}
            className="flat settings-table phone-list acts-last"
            columns={first === undefined ? [] : [withLine(first, props.phoneLine), ...others]}
            rows={rows}
            rowKey={rowKey}
          />
        </div>
      )}
      {children}
    </SettingsBody>
  );
}

function withLine<Row>(column: Column<Row>, line: (row: Row) => string): Column<Row> {
  return {
    ...column,
    cell: (row) => (
      <>
        {column.cell(row)}
        <span className="phone-line">{line(row)}</span>
      </>
    ),
  };
}
