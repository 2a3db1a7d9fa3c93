// Rows that stay drawn although they are out of sight. The focused row is one, because the focus
// would be lost. If it moves to another group, the focus moves with it.
import { useEffect, useLayoutEffect, useState } from 'react';

/** `others` are further rows that stay drawn. */
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
    // If nothing takes the focus, the row was removed or the window was left.
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
