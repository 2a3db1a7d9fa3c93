// Tells the visitor that an agent is typing.
import { useCallback, useEffect, useRef } from 'react';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { sendFrame } from '../../api/socket.ts';

/** Reports typing to the visitor: again every few seconds while it lasts, and once when it ends. */
export function useTyping({ id }: Conversation, note: boolean) {
  /** Last report, by the monotonic clock; null if none is active. */
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
