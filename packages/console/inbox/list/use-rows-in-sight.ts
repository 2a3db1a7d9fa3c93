// Follows which rows of a list are in sight, and draws again only if other rows came into sight. It
// measures the start of the list when something above it changes, never while somebody scrolls,
// because measuring makes the browser lay out the page at once.
import { useEffect, useLayoutEffect, useState } from 'react';
import { createStore, useStore } from '../../ui/store.ts';
import { rowsInSight, type Span } from './rows-in-sight.ts';

/** Used before anything was measured. */
const atFirst: Span = { first: 0, end: 40 };

interface Rows {
  readonly count: number;
  readonly rowPx: number;
  /** Changes with what is above the list. */
  readonly above: number;
}

/** `list` may begin anywhere within `scroller`. Every row has the same height. */
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
  // Text, so that equal spans are equal values.
  const [first = 0, end = 0] = useStore(sight, (now) => {
    const span = offset === null ? atFirst : rowsInSight(now, offset, rowPx, count);
    return `${span.first} ${span.end}`;
  })
    .split(' ')
    .map(Number);
  return { first: Math.min(first, count), end: Math.min(end, count) };
}
