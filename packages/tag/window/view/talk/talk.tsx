// The conversation itself: place in the queue, transcript, what follows. Keeps the newest message
// in view unless the visitor scrolled up to read. Reports "read" only for what was in view.
// oxlint-disable react/immutability -- refs are there to be written; no compiler rewrites this
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Chat } from '../../chat.ts';
import { type After, isLive, lastSequence } from '../../state.ts';
import { Button, NewChat, type View } from '../fields.tsx';
import { Missing, ofAsked, usePart } from '../part.tsx';
import { Composer } from './composer.tsx';
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
      <Below chat={chat} />
    </>
  );
}

/** Below the messages: what the visitor is asked, and where they write. */
function Below({ chat }: View) {
  const { state } = chat;
  const live = isLive(state);
  const ended = state.conversation?.status === 'ended';
  const after = useAfter(chat);
  const [ask] = live ? state.asks : [];
  const { part, failed, again } = usePart(ofAsked, Boolean(ask ?? after));
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (place.current) part?.dress(place.current);
  });
  return (
    <div class="below" ref={place}>
      {failed && !part && (ask ?? after) && <Missing chat={chat} again={again} />}
      {ask && part && <part.Asked key={ask.ask} chat={chat} ask={ask} />}
      {ended && after && part && <part.After key={after.conversation} chat={chat} after={after} />}
      {ended && !(after && part) && <NewChat chat={chat} />}
      {(live || (state.request && !ended)) && <Composer chat={chat} />}
    </div>
  );
}

/**
 * What follows a conversation that is over, if anything does. Requested again with each connection,
 * since another tab may have answered.
 */
function useAfter(chat: Chat): After | null {
  const { conversation, after, online } = chat.state;
  const { id, status } = conversation ?? {};
  useEffect(() => {
    if (online && status === 'ended') chat.askAfter();
  }, [chat, id, online, status]);
  const offers = status === 'ended' && after?.conversation === id && after;
  return offers && (offers.survey || offers.transcript !== 'no') ? offers : null;
}

/** Keeps the newest in view, and reports it, while the visitor is at the end. */
function useNewest(chat: Chat) {
  const { state } = chat;
  const body = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const size = useRef('');
  const newest = lastSequence(state);
  const seen = (): void => {
    if (atEnd.current && body.current && isInView(body.current)) chat.seen(newest);
  };
  // One's own new message is always scrolled into view.
  useLayoutEffect(() => void (atEnd.current = true), [state.pending.length]);
  useLayoutEffect(() => {
    const box = body.current;
    if (!box) return;
    const keep = (): void => {
      if (atEnd.current) box.scrollTop = box.scrollHeight;
      size.current = sizeOf(box);
    };
    // A picture loads, a card is drawn, the keyboard of a phone opens.
    const sizes = new ResizeObserver(keep);
    for (const each of [box, ...box.children]) sizes.observe(each);
    keep();
    return () => sizes.disconnect();
  });
  useEffect(() => {
    seen();
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  });
  const scrolled = (): void => {
    const box = body.current;
    // A change of size scrolls too, and is followed in its own time.
    if (!box || size.current !== sizeOf(box)) return;
    atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearPx;
    seen();
  };
  return { body, scrolled };
}

const sizeOf = (box: HTMLElement): string => `${box.scrollHeight} ${box.clientHeight}`;

function isInView(box: HTMLElement): boolean {
  return (
    document.visibilityState === 'visible' && box.checkVisibility({ visibilityProperty: true })
  );
}
