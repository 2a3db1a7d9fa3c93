// Follows which rows of a list are in sight, and draws anew only when others came into sight. Where
// the list begins is measured when what is above it changed, and never while somebody scrolls: asking
// for places makes the browser lay out the page at once.
import { useEffect, useLayoutEffect, useState } from 'react';
import { createStore, useStore } from '../../ui/store.ts';
import { rowsInSight, type Span } from './rows-in-sight.ts';

/** Before anything was measured. */
const atFirst: Span = { first: 0, end: 40 };

interface Rows {
  readonly count: number;
  readonly rowPx: number;
  /** Changes with what stands above the list. */
  readonly above: number;
}

/** `list` begins somewhere within `scroller`; every row has the same height. */
export function useRowsInSight(
  scroller: HTMLElement | null,
  list: HTMLElement | null,
  { count, rowPx, above }: Rows,
): Span {
  const [sight] = useState(() => createStore({ top: 0, height: 0 }));
  const [begin] = useState(() => createStore<number | null>(null));
  useEffect(() => {
    if (scroller === null) return;
    const look = (): void => sight.set({ top: scroller.scrollTop, height: scroller.clientHeight });
    const resized = new ResizeObserver(look);
    resized.observe(scroller);
    scroller.addEventListener('scroll', look, { passive: true });
    return () => {
      resized.disconnect();
      scroller.removeEventListener('scroll', look);
    };
  }, [scroller, sight]);
  useLayoutEffect(() => {
    if (scroller === null || list === null) return;
    const { top } = scroller.getBoundingClientRect();
    sight.set({ top: scroller.scrollTop, height: scroller.clientHeight });
    begin.set(list.getBoundingClientRect().top - top + scroller.scrollTop);
  }, [scroller, list, sight, begin, count, rowPx, above]);
  const offset = useStore(begin, (value) => value);
  // As text, so that the same rows are the same value.
  const [first = 0, end = 0] = useStore(sight, (now) => {
    const span = offset === null ? atFirst : rowsInSight(now, offset, rowPx, count);
    return `${span.first} ${span.end}`;
  })
    .split(' ')
    .map(Number);
  return { first: Math.min(first, count), end: Math.min(end, count) };
}
