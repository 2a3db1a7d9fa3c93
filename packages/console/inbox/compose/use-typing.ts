// Telling the visitor that somebody writes.
import { useCallback, useEffect, useRef } from 'react';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { sendFrame } from '../../api/socket.ts';

/** Says to the visitor that somebody writes: again every few seconds while it is so, and when it ends. */
export function useTyping({ id }: Conversation, note: boolean) {
  /** By a clock that nobody sets; null: nothing is said. */
  const said = useRef<number | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const stop = useCallback((): void => {
    clearTimeout(timer.current);
    if (said.current === null) return;
    said.current = null;
    sendFrame({ type: 'conversation.typing', conversation: id, typing: false });
  }, [id]);
  useEffect(() => stop, [stop, note]);
  const go = (): void => {
    if (note) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(stop, 4000);
    const now = performance.now();
    if (said.current !== null && now - said.current < 2500) return;
    said.current = now;
    sendFrame({ type: 'conversation.typing', conversation: id, typing: true });
  };
  return { go, stop };
}
