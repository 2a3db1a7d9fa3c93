// A conversation in a picture, in the window's own styles and with its renderer of messages: the
// invitation's words, a question with "Read", an answer, and somebody who is typing. Nothing in it can
// be used.
import { draw } from '@opportune/content/draw.ts';
import { drawFace } from '@opportune/content/face.ts';
import { createHost } from '@opportune/content/host.ts';
import { messageCss } from '@opportune/content/message/message-style.ts';
import { renderMessage } from '@opportune/content/message/render-message.ts';
import { windowCss } from '@opportune/content/window-style.ts';
import type { SiteLook } from '@opportune/protocol/campaign/configuration.ts';
import type { Site } from '@opportune/protocol/rest/site.ts';
import { locale, speech } from '../../words/language.ts';
import { t } from '../../words/words.ts';

/** Who answers in pictures of the brand. */
export const agent = 'Mara Lind';
/** In the frame of the picture instead of a page's corner. */
const frameCss = `.stage .win{position:absolute;inset:0;width:auto;height:auto;max-height:none;animation:none}
.stage.phone .win{border-radius:0}`;
const paths = {
  minus: 'M4 8h8',
  close: 'm4 4 8 8M12 4l-8 8',
  send: 'M13.5 2.6 2.5 6.9l4.6 2 2 4.6zm-6.4 6.3 3-3',
};

/** Draws it and returns how to remove it. */
export function drawConversation(
  place: HTMLElement,
  look: SiteLook,
  site: Site,
  device: 'desktop' | 'phone',
): () => void {
  const host = createHost(place, 'fill', look, messageCss + windowCss + frameCss);
  const name = look.name || site.name;
  const words = speech.get().chat.window;
  const write = { rows: '1', placeholder: words.writeMessage, 'aria-label': words.writeMessage };
  const box = draw('div', { class: 'in' }, draw('textarea', write), pressed('sd', 'send'));
  const parts = [head(name), talk(name), box];
  host.root.append(
    draw('div', { class: `stage ${device}` }, draw('section', { class: 'win' }, ...parts)),
  );
  return host.remove;
}

function head(name: string): HTMLElement {
  const face = drawFace(agent);
  face.classList.add('here');
  const who = draw(
    'div',
    { class: 'who' },
    draw('b', {}, agent),
    draw('small', {}, speech.get().chat.window.online(name)),
  );
  return draw('div', { class: 'hd' }, face, who, pressed('x', 'minus'), pressed('x', 'close'));
}

function talk(name: string): HTMLElement {
  return draw('div', { class: 'bd' }, log(name));
}

function log(name: string): HTMLElement {
  const words = speech.get().chat.window;
  const time = new Intl.DateTimeFormat(locale(), { timeStyle: 'short' }).format(sampleAt);
  const invitation = `${t('brand.sample.headline')}\n${t('brand.sample.text')}`;
  return draw(
    'div',
    { class: 'log' },
    draw('p', { class: 'note day' }, words.today),
    said('theirs', { text: invitation, headline: true }),
    meta('theirs', `${name} · ${time}`, drawFace(name)),
    said('mine', { text: t('brand.sample.question') }),
    meta('own', `${words.read} ${time}`, drawFace(agent)),
    said('theirs', { text: t('brand.sample.answer') }),
    meta('theirs', `${agent} · ${time}`, drawFace(agent)),
    typing(),
  );
}

/** The same time in every picture. */
const sampleAt = new Date(2026, 4, 26, 14, 37);

function said(
  side: 'mine' | 'theirs',
  { text, headline = false }: { readonly text: string; readonly headline?: boolean },
): HTMLElement {
  const { message } = speech.get();
  const drawn = { id: text, text, headline, markdown: false, answered: null };
  return draw('div', { class: `bub ${side}`, dir: 'auto' }, renderMessage(drawn, message, null));
}

function meta(side: 'own' | 'theirs', text: string, face: HTMLElement): HTMLElement {
  return draw('p', { class: `meta ${side}` }, text, face);
}

function typing(): HTMLElement {
  const dots = draw('span', { class: 'dots' }, draw('i', {}), draw('i', {}), draw('i', {}));
  return draw(
    'div',
    { class: 'theirs typing' },
    drawFace(agent),
    draw('p', { class: 'bub' }, dots),
  );
}

/** A button in the picture. */
function pressed(look: string, name: keyof typeof paths): HTMLElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const attributes = {
    ...{ width: '18', height: '18', viewBox: '0 0 16 16', fill: 'none', stroke: 'currentColor' },
    ...{ 'stroke-width': '1.5', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' },
  };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', paths[name]);
  svg.append(path);
  return draw('span', { class: look }, svg);
}
