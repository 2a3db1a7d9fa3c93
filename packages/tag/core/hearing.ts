// Dispatches what the server sends in this page. First the tag itself uses it (settings, token,
// whether there is a connection). Then the parts receive it; they are loaded when there is
// something for them.
import type { Welcome } from '../wire.ts';
import type { Bridge, ChatWish, EngagePart, WindowPart } from './bridge.ts';
import type { Identity } from './identity.ts';
import type { Heard } from './line/channel.ts';
import { remember } from './line/leader.ts';
import { createLoader } from './parts.ts';
import type { Privacy } from './privacy.ts';
import { safe } from './safe.ts';
import type { Session } from './session.ts';

declare const engageFile: string;
declare const windowFile: string;

export interface Hearing {
  heard(frame: Heard): void;
  openChat(wish: ChatWish): void;
  /** Removes what is shown for a page view. */
  clearView(): void;
  /** Nothing is received any more, and nothing shown. */
  stop(): void;
}

/** `again`: the line begins anew. */
export function createHearing(
  base: string,
  sending: Pick<Bridge, 'store' | 'newId' | 'json' | 'note' | 'send' | 'pageView'>,
  privacy: Privacy,
  identity: Identity,
  session: Session,
  again: () => void,
): Hearing {
  const ears = new Set<(frame: Heard) => void>();
  let welcome: Welcome | null = null;
  let online = false;
  const bridge: Bridge = {
    ...sending,
    hear: (ear) => void ears.add(ear),
    welcome: () => welcome,
    online: () => online,
    openChat: (wish) => chat.with((part) => part.open(wish)),
    chatting: (open) => engage.now()?.chatting(open),
  };
  const engage = createLoader<EngagePart>(`${base}/tag/${engageFile}`, bridge);
  const chat = createLoader<WindowPart>(`${base}/tag/${windowFile}`, bridge);
  const clearView = (): void => engage.now()?.clear();
  const takeWelcome = (frame: Welcome): void => {
    identity.welcomed(frame.visitor, frame.token);
    online = true;
    welcome = frame;
    if (frame.settings.contactButton.shown) engage.with();
    if (frame.conversations.length || sending.store.get('w')) chat.with();
  };
  return {
    heard(frame) {
      const { type } = frame;
      if (session.left()) return;
      if (type === 'offline') online = false;
      if (type === 'welcome') {
        privacy.tighten(frame.settings);
        if (session.left()) return;
        takeWelcome(frame);
      }
      if (type === 'problem' && frame.problem.code === 'visitor.token_invalid') {
        identity.renew();
        again();
      }
      if (welcome) welcome = remember(welcome, frame);
      for (const ear of ears) safe(ear)(frame);
      if (type === 'engage') engage.with((part) => part.hear(frame));
      if (type.startsWith('chat')) chat.with();
    },
    openChat: bridge.openChat,
    clearView,
    stop() {
      online = false;
      clearView();
      chat.now()?.clear();
    },
  };
}
