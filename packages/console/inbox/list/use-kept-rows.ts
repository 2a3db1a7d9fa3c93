// Rows that stay drawn although they are out of sight, above all the one with the focus, which would
// be lost. Where the focused row went to another group, the focus goes with it.
import { useEffect, useLayoutEffect, useState } from 'react';

/** `others`: further ones that stay. */
export function useKeptRows(
  scroller: HTMLElement | null,
  ...others: readonly (string | null)[]
): ReadonlySet<string> {
  const [focused, setFocused] = useState<string | null>(null);
  useEffect(() => {
    if (scroller === null) return;
    const rowOf = (target: EventTarget | null): string | null =>
      target instanceof Element
        ? (target.closest('[data-row]')?.getAttribute('data-row') ?? null)
        : null;
    const enter = (event: FocusEvent): void => setFocused(rowOf(event.target));
    // Where nothing takes the focus the row has been taken away, or the window is left.
    const leave = (event: FocusEvent): void => {
      if (event.relatedTarget !== null) setFocused(null);
    };
    scroller.addEventListener('focusin', enter);
    scroller.addEventListener('focusout', leave);
    return () => {
      scroller.removeEventListener('focusin', enter);
      scroller.removeEventListener('focusout', leave);
    };
  }, [scroller]);
  useLayoutEffect(() => {
    if (scroller === null || focused === null || document.activeElement !== document.body) return;
    const row = scroller.querySelector(`[data-row="${CSS.escape(focused)}"] a`);
    if (row instanceof HTMLElement) row.focus({ preventScroll: true });
  });
  return new Set([focused, ...others].filter((id) => id !== null));
}
