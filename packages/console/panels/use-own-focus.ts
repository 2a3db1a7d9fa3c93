// A frame takes the focus where a person went into it, by the pointer or by Tab. One that takes it by
// itself would have what somebody is typing; then the focus goes back to where it was.
import { useEffect, type RefObject } from 'react';

export function useOwnFocus(frame: RefObject<HTMLIFrameElement | null>): void {
  useEffect(() => {
    const element = frame.current;
    // Of a finger on a frame the page hears nothing, so that it cannot tell who took the focus.
    if (element === null || !window.matchMedia('(pointer: fine)').matches) return;
    let last: Element | null = document.activeElement;
    let pointed = false;
    let tabbed = false;
    const watches: readonly [EventTarget, string, (event: Event) => void][] = [
      [element, 'pointerenter', () => (pointed = true)],
      [element, 'pointerleave', () => (pointed = false)],
      [
        window,
        'keydown',
        (event) => (tabbed = event instanceof KeyboardEvent && event.key === 'Tab'),
      ],
      [document, 'focusin', ({ target }) => (last = target instanceof Element ? target : null)],
      [
        window,
        'blur',
        () => {
          // Which element has the focus is known after the event.
          setTimeout(() => {
            const taken = document.activeElement === element && !pointed && !tabbed;
            if (taken && last instanceof HTMLElement) last.focus({ preventScroll: true });
          }, 0);
        },
      ],
    ];
    for (const [target, type, listen] of watches) target.addEventListener(type, listen, true);
    return () => {
      for (const [target, type, listen] of watches) target.removeEventListener(type, listen, true);
    };
  }, [frame]);
}
