// Keeps the pointed-at row under the pointer while rows come and go in the list. It scrolls the
// list by the same distance, or lowers its start, until the pointer has left. `data-row` identifies
// rows.
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { heldRow, type Place, steadied } from './rows-in-sight.ts';

/** Rows from top to bottom, each with its distance from the top of the scroller in px. */
type Tops = ReadonlyMap<string, number>;

/**
 * The row that is or was last pointed at. Null while the pointer is elsewhere. `content` is
 * everything that scrolls.
 */
export function useSteadyRows(
  scroller: HTMLElement | null,
  content: HTMLElement | null,
): string | null {
  const [pointed, setPointed] = useState<string | null>(null);
  const seen = useRef<Tops>(new Map());
  const free = useRef(0);
  /** Measures only while somebody points, because each measurement forces a layout. */
  const isPointed = useRef(false);

  useEffect(() => {
    if (scroller === null || content === null) return;
    const point = (event: PointerEvent): void => {
      const row = event.target instanceof Element ? event.target.closest('[data-row]') : null;
      const id = row?.getAttribute('data-row') ?? null;
      isPointed.current = true;
      seen.current = topsIn(scroller);
      if (id !== null) setPointed(id);
    };
    const leave = (): void => {
      isPointed.current = false;
      setPointed(null);
      free.current = 0;
      release(content);
    };
    const scrolled = (): void => {
      if (isPointed.current) seen.current = topsIn(scroller);
    };
    scroller.addEventListener('pointerover', point);
    scroller.addEventListener('pointerleave', leave);
    scroller.addEventListener('scroll', scrolled, { passive: true });
    return () => {
      leave();
      scroller.removeEventListener('pointerover', point);
      scroller.removeEventListener('pointerleave', leave);
      scroller.removeEventListener('scroll', scrolled);
    };
  }, [scroller, content]);

  useLayoutEffect(() => {
    if (scroller === null || content === null || pointed === null) return;
    const tops = seen.current;
    const now = topsIn(scroller);
    const held = heldRow([...tops.keys()], pointed, (id) => now.has(id));
    const movedPx = held === null ? 0 : (now.get(held) ?? 0) - (tops.get(held) ?? 0);
    if (Math.abs(movedPx) >= 1) {
      const next = steadied({ scrolled: scroller.scrollTop, free: free.current }, movedPx);
      free.current = next.free;
      hold(scroller, content, next);
    }
    seen.current = topsIn(scroller);
  });
  return pointed;
}

function hold(scroller: HTMLElement, content: HTMLElement, { scrolled, free }: Place): void {
  content.style.paddingBlockStart = `${free}px`;
  // With less content, the browser would scroll back by itself.
  content.style.minBlockSize = `${scrolled + scroller.clientHeight}px`;
  scroller.scrollTop = scrolled;
}

function release(content: HTMLElement): void {
  content.style.paddingBlockStart = '';
  content.style.minBlockSize = '';
}

function topsIn(scroller: HTMLElement): ReadonlyMap<string, number> {
  const { top } = scroller.getBoundingClientRect();
  const rows = [...scroller.querySelectorAll('[data-row]')].map(
    (row) => [row.getAttribute('data-row') ?? '', row.getBoundingClientRect().top - top] as const,
  );
  return new Map(rows.sort(([, one], [, other]) => one - other));
}
