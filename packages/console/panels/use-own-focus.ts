// Whether a person went into a frame themselves, by the pointer or by Tab. A frame that takes the
// focus by itself would receive what somebody is typing, so the focus goes back to where it was.
import { useEffect, useRef, type RefObject } from 'react';

/** Answers whether the person is in the frame now. */
export function useOwnFocus(frame: RefObject<HTMLIFrameElement | null>): () => boolean {
  const pointed = useRef(false);
  const tabbed = useRef(false);
  // A touch on a frame sends the page no event, so the page cannot tell who took the focus.
  const isFine = window.matchMedia('(pointer: fine)').matches;
  const isIn = (): boolean =>
    document.activeElement === frame.current && (!isFine || pointed.current || tabbed.current);
  useEffect(() => {
    const element = frame.current;
    if (element === null || !isFine) return;
    let last: Element | null = document.activeElement;
    const watches: readonly [EventTarget, string, (event: Event) => void][] = [
      [element, 'pointerenter', () => (pointed.current = true)],
      [element, 'pointerleave', () => (pointed.current = false)],
      [
        window,
        'keydown',
        (event) => (tabbed.current = event instanceof KeyboardEvent && event.key === 'Tab'),
      ],
      [document, 'focusin', ({ target }) => (last = target instanceof Element ? target : null)],
      [
        window,
        'blur',
        () => {
          // The focused element is known only after the event.
          setTimeout(() => {
            const taken = document.activeElement === element && !pointed.current && !tabbed.current;
            if (taken && last instanceof HTMLElement) last.focus({ preventScroll: true });
          }, 0);
        },
      ],
    ];
    for (const [target, type, listen] of watches) target.addEventListener(type, listen, true);
    return () => {
      for (const [target, type, listen] of watches) target.removeEventListener(type, listen, true);
    };
  }, [frame, isFine]);
  return isIn;
}
