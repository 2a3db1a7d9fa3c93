// The window's frame: header, what is lost or asked, and the screen of the moment; or, minimised, the
// button that brings it back with the count of what is unread.
// oxlint-disable react/immutability -- refs are there to be written; no compiler rewrites this
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Chat } from '../chat.ts';
import { type ChatState, isLive, unread } from '../state.ts';
import { Asked } from './before.tsx';
import { Button, type View } from './fields.tsx';
import { Before, Leave } from './forms.tsx';
import { Icon } from './icons.tsx';
import { Talk } from './talk.tsx';

function heading(chat: Chat): readonly [title: string, sub: string] {
  const { words, site } = chat;
  const { screen, conversation, before } = chat.state;
  if (screen === 'leave' || (screen === 'before' && before?.leaves))
    return [words.leaveTitle, words.leaveSub];
  if (screen === 'left') return [words.leaveTitle, site];
  if (conversation?.status === 'ended') return [words.ended, endedText(chat, conversation)];
  if (conversation?.status === 'active' && conversation.agent)
    return [conversation.agent, words.online(site)];
  if (conversation?.status === 'message') return [words.label(site), words.leaveSub];
  const asks = screen === 'form' || screen === 'before';
  return [words.label(site), asks ? words.before : words.waitingForAgent];
}

function endedText(
  { words, site }: Chat,
  { agent, startedAt, endedAt }: NonNullable<Chat['state']['conversation']>,
): string {
  const minutes = Math.max(1, Math.round(((endedAt ?? startedAt) - startedAt) / 60_000));
  // A message that was left is answered after hours.
  return agent && minutes < 240 ? words.endedWith(agent, minutes) : site;
}

function Header({ chat }: View) {
  const { state, words } = chat;
  const [title, sub] = heading(chat);
  const agent = talkingTo(state);
  const [label, close] = isLive(state)
    ? [words.endChat, () => chat.askToEnd(true)]
    : [words.close, () => chat.show('closed')];
  const minimise = (): void => chat.show('minimised');
  return (
    <div class="hd">
      {agent && <Face name={agent} />}
      <div class="who">
        <b id="title">{title}</b>
        <small>{state.online || !agent ? sub : chat.site}</small>
      </div>
      <Button look="x" icon="minus" size={18} label={words.minimise} act={minimise} />
      <Button look="x" icon="close" size={18} label={label} act={close} />
    </div>
  );
}

function talkingTo({ screen, conversation }: ChatState): string | null {
  return screen === 'talk' && conversation?.status === 'active' ? conversation.agent : null;
}

function Face({ name }: { readonly name: string }) {
  return (
    <span class="face" aria-hidden="true">
      {name.slice(0, 1).toUpperCase()}
    </span>
  );
}

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
  /** Where a message that was left is answered to. */
  const [address, setAddress] = useState('');
  switch (chat.state.screen) {
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
  const answered = address ? words.leftText(address) : words.leaveNote;
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
  // In the layout phase: an ordinary effect runs after a paint, and what changed until then would be lost.
  useLayoutEffect(() => chat.watch(() => changed((count) => count + 1)), [chat]);
  const { state } = chat;
  const { frame, act } = useFocus(chat, focus());
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    if (state.asksToEnd) chat.askToEnd(false);
    else chat.show(isLive(state) || state.draft || state.before ? 'minimised' : 'closed');
  };
  if (state.shape === 'closed') return null;
  if (state.shape === 'minimised')
    return (
      <div ref={frame} onClickCapture={act}>
        <Launcher chat={chat} />
      </div>
    );
  return (
    <div
      class="win"
      role="dialog"
      aria-labelledby="title"
      ref={frame}
      onKeyDown={keys}
      onKeyDownCapture={act}
      onClickCapture={act}
    >
      <Header chat={chat} />
      {!state.online && (
        <div class="bar" role="status">
          <Icon name="offline" />
          <span>{chat.words.offline}</span>
        </div>
      )}
      {state.asksToEnd && isLive(state) && <EndBar chat={chat} />}
      <Screen chat={chat} />
    </div>
  );
}

/** Has the focus follow into what is shown, once the visitor opened or used the window. */
function useFocus({ state }: Chat, opened: number) {
  const frame = useRef<HTMLDivElement>(null);
  const acted = useRef(false);
  useEffect(() => {
    // What comes back by itself after a page change leaves the focus where the visitor has it.
    if (acted.current || opened > 0)
      frame.current?.querySelector<HTMLElement>('[data-first]')?.focus();
  }, [state.shape, state.screen, opened]);
  return { frame, act: (): void => void (acted.current = true) };
}
