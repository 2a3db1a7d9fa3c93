// Whether a person is in a frame: they went into it by the pointer or by Tab. A frame that takes the focus
// by itself would have what somebody is typing; then the focus goes back to where it was.
import { useEffect, useRef, type RefObject } from 'react';

/** Answers whether the person is in the frame now. */
export function useOwnFocus(frame: RefObject<HTMLIFrameElement | null>): () => boolean {
  const pointed = useRef(false);
  const tabbed = useRef(false);
  // Of a finger on a frame the page hears nothing, so that it cannot tell who took the focus.
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
          // Which element has the focus is known after the event.
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
