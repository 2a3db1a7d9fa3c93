// Stays at the end of a transcript, counts what comes while the agent reads further up, and reports
// what they have read.
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { markRead } from '../inbox-store.ts';

/** Keeps the end in sight while it is in sight. Otherwise counts what came below. */
export function useFollow(change: number, count: number) {
  const place = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const seen = useRef(count);
  const [newer, setNewer] = useState(0);
  const toEnd = (): void => {
    const element = place.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  };
  useLayoutEffect(() => {
    if (atEnd.current) {
      toEnd();
      seen.current = count;
      return;
    }
    setNewer(Math.max(0, count - seen.current));
  }, [change, count]);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const onScroll = (): void => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 48;
      if (!atEnd.current) return;
      seen.current = element.querySelectorAll('[data-sequence]').length;
      setNewer(0);
    };
    const observer = new ResizeObserver(() => atEnd.current && toEnd());
    observer.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, []);
  return { place, newer, toEnd };
}

/**
 * Reports messages as read while this window has the focus and the end is in sight. `read` is the
 * mark so far.
 */
export function useRead(
  id: ConversationId,
  { read: before, through }: { readonly read: number; readonly through: number },
  atEnd: boolean,
): void {
  useEffect(() => {
    const read = (): void => {
      if (
        atEnd &&
        through > before &&
        document.visibilityState === 'visible' &&
        document.hasFocus()
      )
        markRead(id, through);
    };
    read();
    window.addEventListener('focus', read);
    document.addEventListener('visibilitychange', read);
    return () => {
      window.removeEventListener('focus', read);
      document.removeEventListener('visibilitychange', read);
    };
  }, [id, before, through, atEnd]);
}
