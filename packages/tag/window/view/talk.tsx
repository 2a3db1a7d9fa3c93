// The conversation itself: place in the queue, transcript, what follows. Keeps the newest message in
// view unless the visitor scrolled up to read, and says "read" only of what is in view.
// oxlint-disable react/immutability -- refs are there to be written; no compiler rewrites this
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Chat } from '../chat.ts';
import { isLive, lastSequence } from '../state.ts';
import { After } from './after.tsx';
import { Asked } from './ask.tsx';
import { Composer } from './composer.tsx';
import { Button, type View } from './fields.tsx';
import { Log } from './messages.tsx';

const nearPx = 48;

function Place({ chat }: View) {
  const { state, words } = chat;
  const { position: place = null, waitS: wait = null } = state.conversation ?? {};
  return (
    <>
      <div class="line" role="status">
        {place !== null && (
          <div class="place" aria-hidden="true">
            {place}
          </div>
        )}
        <p class="t">{place === null ? words.waitingForAgent : words.position(place)}</p>
        {wait !== null && <p class="p wait">{words.wait(wait)}</p>}
        <p class="p">{words.keepBrowsing}</p>
      </div>
      <Button look="opt" label={words.leaveInstead} act={() => chat.go('leave')} />
    </>
  );
}

export function Talk({ chat }: View) {
  const { state, words } = chat;
  const { body, scrolled } = useNewest(chat);
  const status = state.conversation?.status;
  const waits = status !== 'active' && status !== 'ended' && status !== 'message';
  const live = isLive(state);
  return (
    <>
      <div
        class={waits ? 'bd waits' : 'bd'}
        ref={body}
        tabIndex={0}
        role="group"
        aria-label={words.newMessages}
        onScroll={scrolled}
      >
        <Log chat={chat} />
        {waits && <Place chat={chat} />}
      </div>
      {status === 'ended' ? (
        <After chat={chat} />
      ) : (
        <>
          {live && <Asked chat={chat} />}
          {(live || state.request !== null) && <Composer chat={chat} />}
        </>
      )}
    </>
  );
}

/** Has the newest in view, and says so, while the visitor is at the end. */
function useNewest(chat: Chat) {
  const { state } = chat;
  const body = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const newest = lastSequence(state);
  const seen = (): void => {
    if (atEnd.current && body.current && isInView(body.current)) chat.seen(newest);
  };
  // One's own new message is always brought into view.
  useLayoutEffect(() => void (atEnd.current = true), [state.pending.length]);
  useLayoutEffect(() => {
    if (body.current && atEnd.current) body.current.scrollTop = body.current.scrollHeight;
  });
  useEffect(() => {
    seen();
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  });
  const scrolled = (): void => {
    const box = body.current;
    if (!box) return;
    atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearPx;
    seen();
  };
  return { body, scrolled };
}

function isInView(box: HTMLElement): boolean {
  return (
    document.visibilityState === 'visible' && box.checkVisibility({ visibilityProperty: true })
  );
}
