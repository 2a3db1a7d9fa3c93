// The rows in sight of the live list, and scrolling to one of them.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect } from 'react';
import type { VisitorId } from '@opportune/protocol/ids.ts';
import { isNarrow, useNarrow } from '../../ui/index.ts';
import type { OrderedRow } from './use-held-order.ts';
import { VisitorLine } from './visitor-line.tsx';

/** Rows with two lines are 40 px, cards of a phone 64. */
const rowHeight = (): number => (isNarrow() ? 64 : 40);

interface RowsProps {
  readonly order: readonly VisitorId[];
  readonly rowOf: (id: VisitorId) => OrderedRow | undefined;
  readonly scroller: HTMLDivElement | null;
  readonly selected: string | undefined;
  readonly active: VisitorId | null;
  readonly onOpen: (visitor: VisitorId) => void;
}

/** The rows in sight. Scrolling draws only this again. */
export function VisitorRows({ order, rowOf, scroller, selected, active, onOpen }: RowsProps) {
  // oxlint-disable-next-line react/incompatible-library -- nothing of it is passed to a memoised child
  const virtual = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroller,
    estimateSize: rowHeight,
    overscan: 6,
    // Drawing within the scroll event would make a fast scroll wait for every row.
    useFlushSync: false,
  });
  const narrow = useNarrow();
  // It keeps the heights that it was told first.
  useLayoutEffect(() => virtual.measure(), [virtual, narrow]);
  return (
    <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
      {virtual.getVirtualItems().map(({ index, start }) => {
        const id = order[index];
        const found = id === undefined ? undefined : rowOf(id);
        if (id === undefined || found === undefined) return null;
        return (
          <VisitorLine
            key={id}
            row={found.row}
            left={found.left}
            at={index}
            top={start}
            selected={id === selected}
            active={id === active}
            onOpen={onOpen}
          />
        );
      })}
    </div>
  );
}

/** Scrolls no further than needed to have a row in sight. */
export function showRow(scroller: HTMLElement | null, index: number): void {
  if (scroller === null) return;
  const height = rowHeight();
  const top = index * height;
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (top + height > scroller.scrollTop + scroller.clientHeight)
    scroller.scrollTop = top + height - scroller.clientHeight;
}
