// The chat window's bundle: its host in the page, the conversation behind it, and room for the
// phone's keyboard. Loads when it is first opened, or when a conversation is going on.
import { render } from 'preact';
import { draw } from '@opportune/content/draw.ts';
import { createHost, hostName, type Look } from '@opportune/content/host.ts';
import { keepClear } from '@opportune/content/keep-clear.ts';
import { messageCss } from '@opportune/content/message/message-style.ts';
import type { Bridge, WindowPart } from '../core/bridge.ts';
import { createChat, type Chat } from './chat.ts';
import { createSpeech } from './said.ts';
import { windowCss } from './view/style.ts';
import { Window } from './view/window.tsx';

/** The keyboard of a phone covers the page without telling it: the visual viewport knows. */
function followKeyboard(stage: HTMLElement): () => void {
  const viewport = window.visualViewport;
  if (!viewport) return () => {};
  const listening = new AbortController();
  const fit = (): void => {
    stage.style.setProperty('--high', `${viewport.height}px`);
    stage.style.setProperty('--top', `${viewport.offsetTop}px`);
  };
  fit();
  for (const name of ['resize', 'scroll'])
    viewport.addEventListener(name, fit, { signal: listening.signal });
  return () => listening.abort();
}

/** Draws the window into the page. Answers how to take it away, which says whether it had the focus. */
function drawWindow(chat: Chat, look: Look, openings: () => number): () => boolean {
  const host = createHost(document.documentElement, 'float', look, messageCss + windowCss, true);
  const stage = draw('div', { class: 'stage', lang: chat.speech.said().chat.language });
  host.root.append(stage);
  render(<Window chat={chat} focus={openings} />, stage);
  const box = (): HTMLElement => stage.querySelector<HTMLElement>('.win,.open') ?? stage;
  const stops = [followKeyboard(stage), keepClear(stage, box)];
  return () => {
    for (const stop of stops) stop();
    const hadFocus = document.activeElement === host.element;
    host.remove();
    // Else a window that nobody sees any more goes on asking the server.
    render(null, stage);
    return hadFocus;
  };
}

export function start(bridge: Bridge): WindowPart {
  const speech = createSpeech();
  const chat = createChat({ ...bridge, ...speech });
  let takeAway: (() => boolean) | null = null;
  let openings = 0;
  let speaks = false;
  /** What had the focus in the page as the window was opened. */
  let opener: Element | null = null;

  /** Else whoever closes the window by a key begins at the top of the page again. */
  const giveFocusBack = (): void => {
    if (opener instanceof HTMLElement && opener.isConnected && opener !== document.body)
      opener.focus();
    else bridge.chatting('left');
  };
  const unmount = (): void => {
    const remove = takeAway;
    takeAway = null;
    if (remove?.()) giveFocusBack();
  };
  const follow = (): void => {
    const look = bridge.welcome()?.settings.look;
    if (chat.state.shape === 'closed') unmount();
    else if (look && speaks) takeAway ??= drawWindow(chat, look, () => openings);
  };

  chat.watch(follow);
  bridge.chatting(chat.state.shape !== 'closed');
  speech.speak(() => {
    speaks = true;
    follow();
  });
  return {
    open(wish) {
      openings += 1;
      const { activeElement } = document;
      // The contact button and an invitation are gone by now, or go at once.
      if (!takeAway) opener = activeElement?.localName === hostName ? null : activeElement;
      chat.wish(wish);
    },
    clear() {
      chat.forget();
      unmount();
    },
  };
}
