// Draws the ways in which an offer may be accepted: the chat, and messengers by a link or, where a
// telephone has to scan it, a code with the link below. It opens nothing but what its reader presses.
import type { OfferedWay } from '@opportune/protocol/channel/offered-way.ts';
import type { OfferedWays } from '@opportune/protocol/campaign/decision.ts';
import { draw, icon } from '../draw.ts';
import type { Host } from '../host.ts';
import { addSheet } from '../sheets.ts';
import { button, drawLink, type EngagementWords, wayName } from './engagement-parts.ts';
import type { Rendered } from './render-engagement.ts';
import { waysCss } from './ways-style.ts';

export interface WaysActs {
  chat(): void;
  /** Also after a link was followed. */
  closed(): void;
}

/** Into a host over the page, with the styles of engagements. Its heading takes the focus. */
export function renderWays(
  host: Host,
  { chat, list }: OfferedWays,
  words: EngagementWords,
  on: WaysActs,
): Rendered {
  const title = draw('h2', { class: 't', id: 't', tabindex: '-1' }, words.ways);
  const rows = list.map((way, at) => drawWay(way, words, { on, isOpen: at === 0 && !chat }));
  const box = draw(
    'section',
    { class: 'card ways in', role: 'dialog', 'aria-labelledby': 't' },
    draw('div', { class: 'top' }, title, button('x', words.close, on.closed, icon('close', 16))),
    chat ? button('way', words.here, on.chat, icon('chat', 16), words.here) : null,
    ...rows,
  );
  host.root.append(
    draw('div', { class: 'stage', lang: document.documentElement.lang || null }, box),
  );
  addSheet(box, waysCss);
  host.root.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent) || event.key !== 'Escape') return;
    event.stopPropagation();
    on.closed();
  });
  title.focus();
  return { box, dress: host.dress, remove: () => host.remove() };
}

interface Around {
  readonly on: WaysActs;
  readonly isOpen: boolean;
}

function drawWay(way: OfferedWay, words: EngagementWords, { on, isOpen }: Around): HTMLElement {
  const name = wayName(way, words);
  // The browser follows the link after this, so the card may go only then.
  const followed = (): void => void setTimeout(on.closed);
  if (!way.qr) return drawLink({ class: 'way' }, way, followed, icon('chat', 16), name);
  return draw(
    'details',
    { name: 'way', open: isOpen ? '' : null },
    draw('summary', { class: 'way' }, icon('chat', 16), name),
    draw(
      'div',
      { class: 'scan' },
      drawCode(way.qr, words.code(name)),
      draw('p', { class: 'p' }, words.scan),
      drawLink({}, way, followed, words.open(name)),
    ),
  );
}

/** Dark on white whatever the theme is, with the white edge that scanners need. */
function drawCode({ size, bits }: NonNullable<OfferedWay['qr']>, label: string): SVGElement {
  const svg = 'http://www.w3.org/2000/svg';
  const bytes = atob(bits);
  let cells = '';
  for (let at = 0; at < size * size; at++)
    if (bytes.charCodeAt(at >> 3) & (128 >> (at & 7)))
      cells += `M${at % size} ${Math.floor(at / size)}h1v1h-1z`;
  const code = document.createElementNS(svg, 'svg');
  const view = `-4 -4 ${size + 8} ${size + 8}`;
  const attributes = { class: 'code', viewBox: view, role: 'img', 'aria-label': label };
  for (const [key, value] of Object.entries(attributes)) code.setAttribute(key, value);
  const path = document.createElementNS(svg, 'path');
  path.setAttribute('d', cells);
  path.setAttribute('shape-rendering', 'crispEdges');
  code.append(path);
  return code;
}
