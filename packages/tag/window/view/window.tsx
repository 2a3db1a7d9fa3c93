// The window's frame: header, what is lost or asked, and the screen of the moment; or, minimised, the
// button that brings it back with the count of what is unread.
// oxlint-disable react/immutability -- refs are there to be written; no compiler rewrites this
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ChatWords } from '@opportune/words/en/chat.ts';
import type { Bridge } from '../../core/bridge.ts';
import type { Chat } from '../chat.ts';
import { Asked } from './before.tsx';
import { Before, Leave } from './forms.tsx';
import { Icon } from './icons.tsx';
import { said } from '../said.ts';
import { isLive, unread } from '../state.ts';
import type { ChatState } from '../state.ts';
import { Talk } from './talk.tsx';

const words = (): ChatWords['window'] => said().chat.window;

function heading(
  { screen, conversation, before }: ChatState,
  site: string,
): readonly [title: string, sub: string] {
  if (screen === 'leave' || (screen === 'before' && before?.leaves))
    return [words().leaveTitle, words().leaveSub];
  if (screen === 'left') return [words().leaveTitle, site];
  if (conversation?.status === 'ended') {
    const { agent, startedAt, endedAt } = conversation;
    const minutes = Math.max(1, Math.round(((endedAt ?? startedAt) - startedAt) / 60_000));
    // A message that was left is answered after hours.
    return [words().ended, agent && minutes < 240 ? words().endedWith(agent, minutes) : site];
  }
  if (conversation?.status === 'active' && conversation.agent)
    return [conversation.agent, words().online(site)];
  if (conversation?.status === 'message') return [words().label(site), words().leaveSub];
  return [
    words().label(site),
    screen === 'form' || screen === 'before' ? words().before : words().waitingForAgent,
  ];
}

interface HeaderProps {
  readonly chat: Chat;
  readonly state: ChatState;
  readonly site: string;
}

function Header({ chat, state, site }: HeaderProps) {
  const [title, sub] = heading(state, site);
  const agent =
    state.screen === 'talk' && state.conversation?.status === 'active'
      ? state.conversation.agent
      : null;
  const close = (): void => (isLive(state) ? chat.askToEnd(true) : chat.show('closed'));
  return (
    <div class="hd">
      {agent && (
        <span class="face" aria-hidden="true">
          {agent.slice(0, 1).toUpperCase()}
        </span>
      )}
      <div class="who">
        <b id="title">{title}</b>
        <small>{state.online || !agent ? sub : site}</small>
      </div>
      <button
        type="button"
        class="x"
        aria-label={words().minimise}
        onClick={() => chat.show('minimised')}
      >
        <Icon name="minus" size={18} />
      </button>
      <button
        type="button"
        class="x"
        aria-label={isLive(state) ? words().endChat : words().close}
        onClick={close}
      >
        <Icon name="close" size={18} />
      </button>
    </div>
  );
}

function EndBar({ chat }: { readonly chat: Chat }) {
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => yes.current?.focus(), []);
  return (
    <div class="bar" role="alertdialog" aria-label={words().endAsk}>
      <span>{words().endAsk}</span>
      <button type="button" ref={yes} onClick={() => chat.end()}>
        {words().endYes}
      </button>
      <button type="button" onClick={() => chat.askToEnd(false)}>
        {words().endNo}
      </button>
    </div>
  );
}

const leaveNote = (unmailed: boolean): string =>
  unmailed ? words().leaveNoteUnmailed : words().leaveNote;

function leftText(address: string, unmailed: boolean): string {
  if (unmailed) return words().leftUnmailed;
  return address ? words().leftText(address) : words().leaveNote;
}

interface ScreenProps {
  readonly bridge: Bridge;
  readonly chat: Chat;
  readonly state: ChatState;
}

function Screen({ bridge, chat, state }: ScreenProps) {
  const settings = bridge.welcome()?.settings;
  const form = { words: words(), draft: state.draft, notice: state.notice, type: chat.type };
  const unmailed = settings?.unmailed === true;
  const [address, setAddress] = useState('');
  switch (state.screen) {
    case 'form':
      return <Before {...form} start={chat.start} />;
    case 'before':
      return <Asked chat={chat} state={state} words={words()} />;
    case 'leave': {
      const back = isLive(state)
        ? () => chat.go('talk')
        : settings?.agentsOnline && !state.notice
          ? () => chat.go(state.before ? 'before' : 'form')
          : null;
      const leave = (to: string, text: string): void => {
        setAddress(to);
        chat.leave(to, text, '');
      };
      return <Leave {...form} back={back} note={leaveNote(unmailed)} leave={leave} />;
    }
    case 'left':
      return <Left text={leftText(address, unmailed)} close={() => chat.show('closed')} />;
    case 'talk':
      return (
        <Talk
          chat={chat}
          state={state}
          words={words()}
          preview={settings?.typingPreview === true}
          site={settings?.look.name ?? ''}
        />
      );
  }
}

function Left({ text, close }: { readonly text: string; close(): void }) {
  return (
    <>
      <div class="bd">
        <div class="done" role="status">
          <span class="face">
            <Icon name="check" size={18} />
          </span>
          <p class="t">{words().leftTitle}</p>
          <p class="p">{text}</p>
        </div>
      </div>
      <div class="ft">
        <button type="button" class="cta" data-first onClick={close}>
          {words().close}
        </button>
      </div>
    </>
  );
}

interface LauncherProps {
  readonly chat: Chat;
  readonly state: ChatState;
  readonly label: string;
}

function Launcher({ chat, state, label }: LauncherProps) {
  const count = unread(state);
  return (
    <button type="button" class="open" data-first onClick={() => chat.show('open')}>
      <Icon name="chat" size={18} />
      {state.conversation?.agent ?? label}
      {count > 0 && (
        <span class="count">
          {count}
          <span class="hidden">{` ${said().chat.contact.unread(count)}`}</span>
        </span>
      )}
    </button>
  );
}

/** `focus` counts the visitor's own openings: only those move the focus into the window. */
export function Window({
  bridge,
  chat,
  focus,
}: {
  readonly bridge: Bridge;
  readonly chat: Chat;
  readonly focus: () => number;
}) {
  const [, changed] = useState(0);
  // In the layout phase: an ordinary effect runs after a paint, and what changed until then would be lost.
  useLayoutEffect(() => chat.watch(() => changed((count) => count + 1)), [chat]);
  const { state } = chat;
  const settings = bridge.welcome()?.settings;
  const site = settings?.look.name ?? '';
  const frame = useRef<HTMLDivElement>(null);
  const opened = focus();
  const acted = useRef(false);
  const act = (): void => void (acted.current = true);
  useEffect(() => {
    // What comes back by itself after a page change leaves the focus where the visitor has it.
    if (acted.current || opened > 0)
      frame.current?.querySelector<HTMLElement>('[data-first]')?.focus();
  }, [state.shape, state.screen, opened]);
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    if (state.asksToEnd) chat.askToEnd(false);
    else chat.show(isLive(state) || state.draft || state.before ? 'minimised' : 'closed');
  };
  if (state.shape === 'closed') return null;
  if (state.shape === 'minimised') {
    return (
      <div ref={frame} onClickCapture={act}>
        <Launcher
          chat={chat}
          state={state}
          label={settings?.contactButton.label || said().chat.contact.open}
        />
      </div>
    );
  }
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
      <Header chat={chat} state={state} site={site} />
      {!state.online && (
        <div class="bar" role="status">
          <Icon name="offline" />
          <span>{words().offline}</span>
        </div>
      )}
      {state.asksToEnd && isLive(state) && <EndBar chat={chat} />}
      <Screen bridge={bridge} chat={chat} state={state} />
    </div>
  );
}
