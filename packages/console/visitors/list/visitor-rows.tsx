// Draws the visible rows of the live list and scrolls to one of them.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect } from 'react';
import type { VisitorId } from '@opportune/protocol/ids.ts';
import { isNarrow, useNarrow } from '../../ui/index.ts';
import type { OrderedRow } from './use-held-order.ts';
import { VisitorLine } from './visitor-line.tsx';

/** A row with two lines is 40 px high, a card on a phone 64. */
const rowHeight = (): number => (isNarrow() ? 64 : 40);

interface RowsProps {
  readonly order: readonly VisitorId[];
  readonly rowOf: (id: VisitorId) => OrderedRow | undefined;
  readonly scroller: HTMLDivElement | null;
  readonly selected: string | undefined;
  readonly active: VisitorId | null;
  readonly onOpen: (visitor: VisitorId) => void;
}

/** A component of its own, so that scrolling draws only the rows again. */
export function VisitorRows({ order, rowOf, scroller, selected, active, onOpen }: RowsProps) {
  // oxlint-disable-next-line react/incompatible-library -- its results reach no memoised child
  const virtual = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroller,
    estimateSize: rowHeight,
    overscan: 6,
    // Drawing synchronously in the scroll event would make a fast scroll wait for every row.
    useFlushSync: false,
  });
  const narrow = useNarrow();
  // The virtualiser keeps the first heights it measured until it is told to measure again.
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

/** Scrolls only as far as needed to make the row visible. */
export function showRow(scroller: HTMLElement | null, index: number): void {
  if (scroller === null) return;
  const height = rowHeight();
  const top = index * height;
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (top + height > scroller.scrollTop + scroller.clientHeight)
    scroller.scrollTop = top + height - scroller.clientHeight;
}
