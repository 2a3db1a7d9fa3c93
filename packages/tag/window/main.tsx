// The chat window's bundle: its host in the page, the conversation behind it, and room for the
// phone's keyboard. Loads when it is first opened, or when a conversation is going on.
import { render } from 'preact';
import { createHost, hostName } from '@opportune/content/host.ts';
import type { Host } from '@opportune/content/host.ts';
import { keepClear } from '@opportune/content/keep-clear.ts';
import { messageCss } from '@opportune/content/message/message-style.ts';
import type { Bridge, WindowPart } from '../core/bridge.ts';
import { createChat } from './chat.ts';
import { said, speak } from './said.ts';
import { windowCss } from './view/style.ts';
import { Window } from './view/window.tsx';

/** The keyboard of a phone covers the page without telling it: the visual viewport knows. */
function followKeyboard(stage: HTMLElement): () => void {
  const viewport = window.visualViewport;
  if (!viewport) return () => {};
  const fit = (): void => {
    stage.style.setProperty('--high', `${viewport.height}px`);
    stage.style.setProperty('--top', `${viewport.offsetTop}px`);
  };
  fit();
  viewport.addEventListener('resize', fit);
  viewport.addEventListener('scroll', fit);
  return () => {
    viewport.removeEventListener('resize', fit);
    viewport.removeEventListener('scroll', fit);
  };
}

export function start(bridge: Bridge): WindowPart {
  const chat = createChat(bridge);
  let host: Host | null = null;
  let stops: (() => void)[] = [];
  let openings = 0;
  let speaks = false;
  /** What had the focus in the page as the window was opened. */
  let opener: Element | null = null;

  const mount = (): void => {
    const look = bridge.welcome()?.settings.look;
    if (host || !look || !speaks || chat.state.shape === 'closed') return;
    host = createHost(document.documentElement, 'float', look, messageCss + windowCss, true);
    const stage = document.createElement('div');
    stage.className = 'stage';
    stage.lang = said().chat.language;
    host.root.append(stage);
    render(<Window bridge={bridge} chat={chat} focus={() => openings} />, stage);
    const clear = (): HTMLElement => stage.querySelector<HTMLElement>('.win,.open') ?? stage;
    stops = [
      followKeyboard(stage),
      keepClear(clear, (away) => stage.classList.toggle('away', away)),
    ];
  };
  const unmount = (): void => {
    for (const stop of stops) stop();
    stops = [];
    const hadFocus = host && document.activeElement === host.element;
    host?.remove();
    host = null;
    if (hadFocus) giveBack();
  };
  /** Else whoever closes the window by a key begins at the top of the page again. */
  const giveBack = (): void => {
    if (opener instanceof HTMLElement && opener.isConnected && opener !== document.body)
      opener.focus();
    else bridge.chatting('left');
  };
  const follow = (): void => (chat.state.shape === 'closed' ? unmount() : mount());

  chat.watch(follow);
  bridge.chatting(chat.state.shape !== 'closed');
  speak(() => {
    speaks = true;
    follow();
  });
  return {
    open(wish) {
      openings += 1;
      const { activeElement } = document;
      // The contact button and an invitation are gone by now, or go at once.
      if (!host) opener = activeElement?.localName === hostName ? null : activeElement;
      chat.wish(wish);
    },
    clear() {
      chat.forget();
      unmount();
    },
  };
}
