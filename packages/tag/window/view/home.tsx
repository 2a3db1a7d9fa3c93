// The home of the window, drawn by the part that loads for it. While it is not there, the window
// waits; if it cannot be loaded, the window goes on to the question.
// oxlint-disable react/immutability -- refs are there to be written; no compiler rewrites this
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ShowHome } from '../../home/main.ts';
import { fileAddress } from '../../file-address.ts';
import type { Chat } from '../chat.ts';
import type { View } from './fields.tsx';
import { Header } from './header.tsx';

export function Home({ chat }: View) {
  const { home } = chat.state;
  const agentsOnline = chat.settings?.agentsOnline === true;
  const [call, back] = [chat.speaking.callsUs(), chat.speaking.callsBack()];
  const [show, setShow] = useState<ShowHome | null>(null);
  const place = useRef<HTMLDivElement>(null);
  // Before the first paint: a part that is loaded already shows no waiting.
  useLayoutEffect(() => {
    void begin(chat, place.current).then((begun) =>
      begun ? setShow(() => begun) : chat.wish({}, true),
    );
  }, [chat]);
  useLayoutEffect(() => {
    const logo = chat.settings?.look.logo;
    const address = logo ? fileAddress(`v1/pictures/${logo}`) : null;
    const maySpeak = { call, back };
    if (show && home) show({ home, site: chat.site, logo: address, agentsOnline, maySpeak });
  }, [chat, show, home, agentsOnline, call, back]);
  return (
    <>
      {!(show && home) && <Header chat={chat} />}
      <div class="form home" ref={place} data-first tabIndex={-1}>
        <p class="bd" role="status">
          {chat.words.oneMoment}
        </p>
      </div>
    </>
  );
}

async function begin(chat: Chat, place: HTMLElement | null): Promise<ShowHome | null> {
  const { speech, words, parts, openEarlier, wish, show, go, speaking } = chat;
  const part = await parts.home.load();
  if (!part || !place) return null;
  const photo = (path?: string | null) => (path ? fileAddress(path) : null);
  const manner = { locale: speech.locale(), close: words.close, photo };
  return part.begin(place, speech.said().home ?? null, manner, {
    start: () => wish({}, true),
    speak(how) {
      if (how !== 'back') return wish({ start: true, calls: true }, true);
      // The promise is of the conversation that begins, which the home would only list.
      go('leave');
      speaking.back();
    },
    open: openEarlier,
    close: () => show('closed'),
  });
}
