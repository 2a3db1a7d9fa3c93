// The window's frame: header, a lost connection or open question, and the present screen.
// Minimised: the button that reopens it, with the number of unread messages.
// oxlint-disable react/immutability -- refs are there to be written; no compiler rewrites this
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Chat } from '../chat.ts';
import { isLive, unread } from '../state.ts';
import { Asked } from './before.tsx';
import { Button, type View } from './fields.tsx';
import { Before, Leave } from './forms.tsx';
import { Header } from './header.tsx';
import { Home } from './home.tsx';
import { Icon } from './icons.tsx';
import { Talk } from './talk/talk.tsx';

function EndBar({ chat }: View) {
  const { words } = chat;
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => yes.current?.focus(), []);
  return (
    <div class="bar" role="alertdialog" aria-label={words.endAsk}>
      <span>{words.endAsk}</span>
      <Button ref={yes} label={words.endYes} act={chat.end} />
      <Button label={words.endNo} act={() => chat.askToEnd(false)} />
    </div>
  );
}

function Screen({ chat }: View) {
  /** The address for the answer to a left message. */
  const [address, setAddress] = useState('');
  switch (chat.state.screen) {
    case 'home':
      return <Home chat={chat} />;
    case 'form':
      return <Before chat={chat} />;
    case 'before':
      return <Asked chat={chat} />;
    case 'leave':
      return <Leave chat={chat} leaves={setAddress} />;
    case 'left':
      return <Left chat={chat} address={address} />;
    case 'talk':
      return <Talk chat={chat} />;
  }
}

function Left({ chat, address }: View & { readonly address: string }) {
  const { words, settings } = chat;
  const answered = address ? words.leftText(chat.speech.apart(address)) : words.leaveNote;
  return (
    <>
      <div class="bd">
        <div class="done" role="status">
          <span class="face">
            <Icon name="check" size={18} />
          </span>
          <p class="t">{words.leftTitle}</p>
          <p class="p">{settings?.unmailed ? words.leftUnmailed : answered}</p>
        </div>
      </div>
      <div class="ft">
        <Button look="cta" data-first label={words.close} act={() => chat.show('closed')} />
      </div>
    </>
  );
}

function Launcher({ chat }: View) {
  const { state, settings } = chat;
  const { contact } = chat.speech.said().chat;
  const count = unread(state);
  return (
    <button type="button" class="open" data-first onClick={() => chat.show('open')}>
      <Icon name="chat" size={18} />
      {state.conversation?.agent ?? (settings?.contactButton.label || contact.open)}
      {count > 0 && (
        <span class="count">
          {count}
          <span class="hidden">{` ${contact.unread(count)}`}</span>
        </span>
      )}
    </button>
  );
}

/** `focus` counts the visitor's own openings: only those move the focus into the window. */
export function Window({ chat, focus }: View & { readonly focus: () => number }) {
  const [, changed] = useState(0);
  // In the layout phase: an ordinary effect runs after a paint, and would miss changes until then.
  useLayoutEffect(() => chat.watch(() => changed((count) => count + 1)), [chat]);
  const { state } = chat;
  const { frame, act } = useFocus(chat, focus());
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    if (state.asksToEnd) chat.askToEnd(false);
    else chat.show(isLive(state) || state.draft || state.before ? 'minimised' : 'closed');
  };
  const spoken = chat.speaking.now();
  if (state.shape === 'closed') return null;
  if (state.shape === 'minimised') {
    return (
      <div ref={frame} onClickCapture={act}>
        {spoken?.pill(unread(state)) ?? <Launcher chat={chat} />}
      </div>
    );
  }
  const panel = spoken?.panel();
  return (
    <div
      // Another place for the call, and not a shift of this one.
      key={panel ? 'call' : 'chat'}
      class={panel ? 'win call' : 'win'}
      role="dialog"
      aria-labelledby="title"
      ref={frame}
      onKeyDown={keys}
      onKeyDownCapture={act}
      onClickCapture={act}
    >
      {!panel && state.screen !== 'home' && <Header chat={chat} />}
      {!state.online && (
        <div class="bar" role="status">
          <Icon name="offline" />
          <span>{chat.words.offline}</span>
        </div>
      )}
      {state.asksToEnd && isLive(state) && <EndBar chat={chat} />}
      {spoken?.bar()}
      {panel ?? <Screen chat={chat} />}
    </div>
  );
}

/** Moves the focus into what is shown, once the visitor opened or used the window. */
function useFocus({ state }: Chat, opened: number) {
  const frame = useRef<HTMLDivElement>(null);
  const acted = useRef(false);
  useEffect(() => {
    // A window that returns by itself after a page change leaves the focus where it is.
    if (acted.current || opened > 0)
      frame.current?.querySelector<HTMLElement>('[data-first]')?.focus();
  }, [state.shape, state.screen, opened]);
  return { frame, act: (): void => void (acted.current = true) };
}
