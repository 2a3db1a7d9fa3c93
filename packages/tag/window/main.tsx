// The chat window's bundle: its host in the page, the conversation behind it, and room for the
// phone's keyboard. Loads when it is first opened, or when there is an active conversation.
import { render } from 'preact';
import { draw } from '@opportune/content/draw.ts';
import { createHost, type Host, type Look } from '@opportune/content/host.ts';
import { hostName } from '@opportune/content/host-name.ts';
import { keepClear } from '@opportune/content/keep-clear.ts';
import { messageCss } from '@opportune/content/message/message-style.ts';
import { windowCss } from '@opportune/content/window-style.ts';
import { enlarge } from '@opportune/content/enlarge.ts';
import type { Bridge, WindowPart } from '../core/bridge.ts';
import { createChat, type Chat } from './chat.ts';
import { createSpeech } from './said.ts';
import { createKitParts, type KitParts } from './view/kit-parts.ts';
import { Parts } from './view/part.tsx';

import { Window } from './view/window.tsx';

/** No keyboard is lower. */
const keyboardPx = 120;

/** A phone's keyboard covers the page without an event; only the visual viewport shows it. */
function followKeyboard(stage: HTMLElement, zoom: number): () => void {
  const viewport = window.visualViewport;
  if (!viewport) return () => {};
  const listening = new AbortController();
  const fit = (): void => {
    const { height, offsetTop, scale } = viewport;
    stage.style.setProperty('--high', `${height / zoom}px`);
    stage.style.setProperty('--top', `${offsetTop / zoom}px`);
    // Pinching makes it smaller too.
    stage.classList.toggle('keys', height * scale < innerHeight - keyboardPx);
  };
  fit();
  for (const name of ['resize', 'scroll'])
    viewport.addEventListener(name, fit, { signal: listening.signal });
  return () => listening.abort();
}

interface Drawn extends Pick<Host, 'dress'> {
  /** Returns whether it had the focus. */
  remove(): boolean;
}

/** Draws the window into the page. */
function drawWindow(chat: Chat, parts: KitParts, look: Look, openings: () => number): Drawn {
  const host = createHost(document.documentElement, 'float', look, messageCss + windowCss, true);
  const dir = getComputedStyle(document.body).direction;
  const stage = draw('div', { class: 'stage', lang: chat.speech.said().chat.language, dir });
  host.root.append(stage);
  render(
    <Parts.Provider value={parts}>
      <Window chat={chat} focus={openings} />
    </Parts.Provider>,
    stage,
  );
  const box = (): HTMLElement => stage.querySelector<HTMLElement>('.win,.open') ?? stage;
  const stops = [followKeyboard(stage, enlarge(stage)), keepClear(stage, box)];
  return {
    dress: host.dress,
    remove() {
      for (const stop of stops) stop();
      const hadFocus = document.activeElement === host.element;
      host.remove();
      // Otherwise a removed window would go on querying the server.
      render(null, stage);
      return hadFocus;
    },
  };
}

export function start(bridge: Bridge): WindowPart {
  const speech = createSpeech();
  const parts = createKitParts();
  const chat = createChat({ ...bridge, ...speech }, parts.call);
  let drawn: Drawn | null = null;
  let openings = 0;
  let speaks = false;
  /** What had the focus in the page when the window was opened. */
  let opener: Element | null = null;

  /**
   * Otherwise a visitor who closes the window by keyboard would start at the top of the page again.
   */
  const giveFocusBack = (): void => {
    if (opener instanceof HTMLElement && opener.isConnected && opener !== document.body)
      opener.focus();
    else bridge.chatting('left');
  };
  const unmount = (): void => {
    const former = drawn;
    drawn = null;
    if (former?.remove()) giveFocusBack();
  };
  const follow = (): void => {
    const look = bridge.welcome()?.settings.look;
    if (chat.state.shape === 'closed') unmount();
    else if (look && speaks) drawn ??= drawWindow(chat, parts, look, () => openings);
  };

  chat.watch(follow);
  // The brand may have changed, or be tried no longer.
  bridge.hear((frame) => frame.type === 'welcome' && drawn?.dress(frame.settings.look));
  bridge.chatting(chat.state.shape !== 'closed');
  speech.speak(() => {
    speaks = true;
    follow();
  });
  return {
    open(wish) {
      openings += 1;
      const { activeElement } = document;
      // The contact button and an invitation are gone by now, or are removed at once.
      if (!drawn) opener = activeElement?.localName === hostName ? null : activeElement;
      chat.wish(wish);
    },
    clear() {
      chat.forget();
      unmount();
    },
  };
}
