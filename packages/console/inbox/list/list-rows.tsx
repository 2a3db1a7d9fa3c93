// The rows of one group of the list. It draws only those in sight and those that somebody is at:
// the open, the focused and the pointed-at row. Each states its position among all.
import { useState, type ReactNode } from 'react';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { isNarrow } from '../../ui/index.ts';
import { drawnRows } from './rows-in-sight.ts';
import { useRowsInSight } from './use-rows-in-sight.ts';
import './list-rows.css';

/** The same height as in list-rows.css. */
const rowHeightPx = (): number => (isNarrow() ? 60 : 52);

interface Props {
  readonly rows: readonly Conversation[];
  readonly scroller: HTMLElement | null;
  /** Changes with what is above the rows. */
  readonly above: number;
  /** The ids of rows that somebody is at. */
  readonly kept: ReadonlySet<string>;
  readonly children: (conversation: Conversation) => ReactNode;
}

export function ListRows({ rows, scroller, above, kept, children }: Props) {
  const [list, setList] = useState<HTMLElement | null>(null);
  const rowPx = rowHeightPx();
  const span = useRowsInSight(scroller, list, { count: rows.length, rowPx, above });
  const keptAt = rows.flatMap(({ id }, at) => (kept.has(id) ? [at] : []));
  return (
    <ul className="list-rows" ref={setList} style={{ blockSize: rows.length * rowPx }}>
      {drawnRows(span, keptAt).map((at) => {
        const row = rows[at];
        return (
          row !== undefined && (
            <li
              key={row.id}
              data-row={row.id}
              aria-setsize={rows.length}
              aria-posinset={at + 1}
              style={{ insetBlockStart: at * rowPx }}
            >
              {children(row)}
            </li>
          )
        );
      })}
    </ul>
  );
}
