// The conversation itself: place in the queue, transcript, composer. Keeps the newest message in
// view unless the visitor scrolled up to read, and says "read" only of what is in view.
// oxlint-disable react/immutability -- refs are there to be written; no compiler rewrites this
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { ChatWords } from '@opportune/words/en/chat.ts';
import type { Chat } from '../chat.ts';
import { After } from './after.tsx';
import { Asked } from './ask.tsx';
import { ClipButton, Dropped, FileProblem } from './clip.tsx';
import { EmojiButton } from './emoji.tsx';
import { Icon } from './icons.tsx';
import { Log } from './messages.tsx';
import { isLive, lastSequence } from '../state.ts';
import type { ChatState } from '../state.ts';

type Words = ChatWords['window'];
interface Props {
  readonly chat: Chat;
  readonly state: ChatState;
  readonly words: Words;
  readonly preview: boolean;
  /** The name of the business. */
  readonly site: string;
}

const textLength = 4000;
const nearPx = 48;

function Composer({ chat, state, words, preview }: Omit<Props, 'site'>) {
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = '';
    if (state.draft) area.style.height = `${Math.min(120, area.scrollHeight)}px`;
  }, [state.draft]);
  const send = (): void => {
    const text = state.draft.trim();
    if (text) chat.post(text);
    box.current?.focus();
  };
  const waiting = state.conversation?.status !== 'active';
  const label =
    waiting && (state.messages.length || state.pending.length)
      ? words.addToQuestion
      : words.writeMessage;
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  const files = chat.files.offered();
  const pasted = (event: ClipboardEvent): void => {
    const found = event.clipboardData?.files;
    // What programs copy as words and as a picture of them is meant as words.
    if (!files || !found?.length || event.clipboardData?.getData('text/plain')) return;
    event.preventDefault();
    chat.files.add(found);
  };
  return (
    <>
      {files && <Dropped chat={chat} words={words} />}
      {state.fileProblem && <FileProblem text={state.fileProblem} />}
      <div class={files ? 'in clip' : 'in'}>
        {files && <ClipButton chat={chat} types={files.types} words={words} />}
        <textarea
          ref={box}
          data-first
          rows={1}
          maxLength={textLength}
          placeholder={label}
          aria-label={label}
          aria-describedby={preview ? 'preview' : undefined}
          value={state.draft}
          onInput={({ currentTarget }) => chat.type(currentTarget.value)}
          onKeyDown={keys}
          onPaste={pasted}
        />
        <EmojiButton box={box} words={words} onType={(text) => chat.type(text)} />
        <button type="button" class="sd" aria-label={words.send} onClick={send}>
          <Icon name="send" />
        </button>
      </div>
      {preview && (
        <p class="fine hint" id="preview">
          {words.previewNote}
        </p>
      )}
    </>
  );
}

function Place({ chat, state, words }: Omit<Props, 'preview' | 'site'>) {
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
      <button type="button" class="opt" onClick={() => chat.go('leave')}>
        {words.leaveInstead}
      </button>
    </>
  );
}

export function Talk(props: Props) {
  const { chat, state, words, site } = props;
  const body = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const newest = lastSequence(state);
  const seen = (): void => {
    const inView =
      document.visibilityState === 'visible' &&
      body.current?.checkVisibility({ visibilityProperty: true });
    if (atEnd.current && inView) chat.seen(newest);
  };
  const scrolled = (): void => {
    const box = body.current;
    if (!box) return;
    atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearPx;
    seen();
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
  const waits =
    state.conversation?.status !== 'active' &&
    state.conversation?.status !== 'ended' &&
    state.conversation?.status !== 'message';
  const over = state.conversation?.status === 'ended';
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
        <Log state={state} words={words} site={site} chat={chat} />
        {waits && <Place chat={chat} state={state} words={words} />}
      </div>
      {over ? (
        <After chat={chat} state={state} words={words} />
      ) : (
        <>
          {isLive(state) && <Asked chat={chat} state={state} words={words} />}
          {(isLive(state) || state.request !== null) && <Composer {...props} />}
        </>
      )}
    </>
  );
}
