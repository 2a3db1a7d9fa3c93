// The home of the messenger in a picture, drawn by the renderer of the chat window, in a window of
// its own. Nothing in it can be used.
import { draw } from '@opportune/content/draw.ts';
import { faceCss } from '@opportune/content/face.ts';
import { drawHome } from '@opportune/content/home/draw-home.ts';
import type { HomeContent } from '@opportune/content/home/home-content.ts';
import { homeCss } from '@opportune/content/home/home-style.ts';
import { createHost } from '@opportune/content/host.ts';
import type { SiteLook } from '@opportune/protocol/campaign/configuration.ts';
import { pictureAddress } from '@opportune/protocol/rest/pictures.ts';
import type { Site } from '@opportune/protocol/rest/site.ts';
import { homeDe } from '@opportune/words/de/home.ts';
import { homeEn } from '@opportune/words/en/home.ts';
import { homeEs } from '@opportune/words/es/home.ts';
import { locale, speech } from '../../words/language.ts';
import { t } from '../../words/words.ts';

const words = { en: homeEn, de: homeDe, es: homeEs };
const frameCss = `${faceCss}
.w{position:absolute;inset:0;display:flex;flex-direction:column;overflow:hidden;background:var(--card);color:var(--ink)}
.w.desktop{border-radius:var(--big)}
.x{width:32px;height:32px;border-radius:var(--r2);display:grid;place-items:center;flex:none}`;

/** Draws it and returns how to remove it. */
export function drawMessenger(
  place: HTMLElement,
  look: SiteLook,
  site: Site,
  device: 'desktop' | 'phone',
): () => void {
  const host = createHost(place, 'fill', look, homeCss + frameCss);
  const { language } = speech.get();
  const manner = {
    words: words[language],
    locale: locale(),
    close: '',
    now: () => Date.now(),
    photo: () => null,
  };
  const nothing = (): void => {};
  const home = drawHome('t', manner, {
    start: nothing,
    speak: nothing,
    open: nothing,
    close: nothing,
  });
  home.show({
    home: {
      greeting: site.home?.greeting ?? '',
      items: site.home?.items ?? [],
      faces: ['Mara Lind', 'Jon Aker'],
      replyS: 120,
      hours: null,
      conversations: [earlier()],
    },
    site: look.name || site.name,
    logo: look.logo === undefined ? null : `/${pictureAddress(look.logo)}`,
    agentsOnline: true,
    maySpeak: { call: false, back: false },
  });
  host.root.append(
    draw('div', { class: `w ${device}`, 'aria-label': t('brand.preview') }, home.element),
  );
  return host.remove;
}

/** As a visitor has it who was answered two hours ago and has not read it. */
function earlier(): HomeContent['conversations'][number] {
  const at = Date.now() - 2 * 3_600_000;
  return {
    conversation: {
      ...{ id: 'sample', startedAt: at, endedAt: at, lastSequence: 2, status: 'ended' },
      ...{ agentDelivered: 2, agentRead: 2, visitorRead: 1, agent: 'Mara Lind', position: null },
    },
    ...{ lastAt: at, text: t('brand.sample.text'), mine: false, unread: true },
  };
}
