// Draws an engagement: its schema becomes DOM inside a host that the page cannot restyle. The tag
// uses it in visitors' pages, the console for previews. It reports what was done and decides nothing.
import type { Creative } from '@opportune/protocol/campaign.ts';
import { draw, icon, safeUrl } from './draw.ts';
import { engagementCss } from './engagement-style.ts';
import { createHost } from './host.ts';
import type { Host, Look } from './host.ts';

/** The part of an engagement's content that is drawn. */
export interface Drawn {
  readonly action: 'chat' | 'message' | 'content';
  readonly creative: Creative;
  readonly trial: boolean;
}
export interface EngagementWords {
  readonly close: string;
  readonly notNow: string;
  readonly mute: string;
  readonly trial: string;
  readonly region: string;
}
export interface EngagementActs {
  clicked?(): void;
  dismissed?(): void;
  muted?(): void;
}
export interface Rendered {
  /** What takes room in the page; for keeping clear of what the visitor types into. */
  readonly box: HTMLElement;
  remove(): void;
}

interface Parts {
  readonly title: HTMLElement;
  readonly text: HTMLElement | null;
  readonly picture: HTMLElement | null;
  readonly main: HTMLElement | null;
  readonly close: HTMLElement;
  readonly mute: HTMLElement | null;
}

function button(
  kind: string,
  label: string,
  press: () => void,
  ...inside: (Node | string)[]
): HTMLElement {
  const element = draw(
    'button',
    { type: 'button', class: kind, 'aria-label': inside.length ? label : null },
    ...(inside.length ? inside : [label]),
  );
  element.addEventListener('click', press);
  return element;
}

function drawMain({ action, creative }: Drawn, press: () => void): HTMLElement | null {
  if (!creative.action) return null;
  const href = action === 'content' ? safeUrl(creative.link) : null;
  const mark =
    action === 'content' || creative.format === 'banner' || creative.format === 'toast'
      ? null
      : icon('chat', creative.format === 'sticky-button' ? 18 : 16);
  const main = draw(
    href ? 'a' : 'button',
    href ? { class: 'cta', href } : { class: 'cta', type: 'button' },
    mark,
    creative.action,
  );
  main.addEventListener('click', press);
  return main;
}

function drawParts(drawn: Drawn, words: EngagementWords, on: Required<EngagementActs>): Parts {
  const { creative } = drawn;
  const source = safeUrl(creative.image?.url);
  const picture = source
    ? draw('img', { class: 'pic', src: source, alt: creative.image?.alt ?? '' })
    : null;
  picture?.addEventListener('error', () => picture.remove());
  return {
    title: draw(
      creative.format === 'overlay' || creative.format === 'slide-out' ? 'h2' : 'p',
      { class: 't', id: 't' },
      creative.headline,
    ),
    text: creative.text ? draw('p', { class: 'p' }, creative.text) : null,
    picture,
    main: drawMain(drawn, on.clicked),
    close: button('x', words.close, on.dismissed, icon('close', 16)),
    mute: creative.mutable ? button('mute', words.mute, on.muted) : null,
  };
}

function acts(...inside: (HTMLElement | null)[]): HTMLElement | null {
  return inside.some((each) => each !== null) ? draw('div', { class: 'acts' }, ...inside) : null;
}

function drawToast(parts: Parts, drawn: Drawn): HTMLElement {
  const face =
    !parts.picture && drawn.action !== 'content'
      ? draw('span', { class: 'face' }, icon('chat', 18))
      : null;
  const kind = parts.picture ? ' pictured' : face ? ' faced' : '';
  const say = draw('div', { class: 'say' }, parts.title, parts.text, acts(parts.main, parts.mute));
  return draw(
    'section',
    { class: `card toast${kind}`, 'aria-labelledby': 't' },
    parts.picture ?? face,
    say,
    parts.close,
  );
}

function drawSlideOut(parts: Parts, drawn: Drawn): HTMLElement {
  const top = draw('div', { class: 'top' }, parts.title, parts.close);
  return draw(
    'section',
    { class: `card slide-out ${drawn.creative.side}`, 'aria-labelledby': 't' },
    top,
    parts.picture,
    parts.text,
    parts.main,
    parts.mute,
  );
}

function drawSticky(parts: Parts, drawn: Drawn, words: EngagementWords): HTMLElement {
  const close = drawn.creative.mutable ? parts.close : null;
  const { side, headline } = drawn.creative;
  const hint =
    headline && headline !== drawn.creative.action
      ? draw('p', { class: 'hidden' }, headline)
      : null;
  return draw(
    'section',
    { class: `card sticky-button ${side}`, 'aria-label': words.region },
    hint,
    parts.main,
    close,
  );
}

function drawBanner(parts: Parts): HTMLElement {
  const title = draw('span', { id: 't' }, parts.title.textContent ?? '', ' ');
  const text = parts.text && draw('span', { class: 'p' }, parts.text.textContent ?? '', ' ');
  return draw(
    'section',
    { class: 'banner', 'aria-labelledby': 't' },
    parts.picture,
    draw('div', { class: 'say' }, title, text, parts.main, parts.mute),
    parts.close,
  );
}

function drawEmbedded(parts: Parts): HTMLElement {
  return draw(
    'section',
    { class: 'embedded', 'aria-labelledby': 't' },
    parts.picture,
    parts.title,
    parts.text,
    acts(parts.main, parts.mute),
  );
}

function drawOverlay(
  parts: Parts,
  words: EngagementWords,
  dismissed: () => void,
  modal: boolean,
): HTMLElement {
  const no = button('no', words.notNow, dismissed);
  // The heading, not the button: nobody who is typing accepts by accident, and readers hear it first.
  parts.title.setAttribute('tabindex', '-1');
  parts.title.setAttribute('autofocus', '');
  const role = modal ? null : 'dialog';
  return draw(
    modal ? 'dialog' : 'div',
    { class: 'card overlay', role, 'aria-labelledby': 't' },
    parts.picture,
    parts.title,
    parts.text,
    acts(parts.main, no, parts.mute),
    parts.close,
  );
}

function drawFormat(
  drawn: Drawn,
  words: EngagementWords,
  on: Required<EngagementActs>,
  floats: boolean,
): HTMLElement {
  const parts = drawParts(drawn, words, on);
  switch (drawn.creative.format) {
    case 'toast':
      return drawToast(parts, drawn);
    case 'slide-out':
      return drawSlideOut(parts, drawn);
    case 'sticky-button':
      return drawSticky(parts, drawn, words);
    case 'banner':
      return drawBanner(parts);
    case 'embedded':
      return drawEmbedded(parts);
    case 'overlay':
      return drawOverlay(parts, words, on.dismissed, floats);
  }
}

function openOverlay(
  host: Host,
  stage: HTMLElement,
  box: HTMLElement,
  dismissed: () => void,
): void {
  if (!(box instanceof HTMLDialogElement)) {
    box.before(draw('div', { class: 'scrim' }));
    box.previousElementSibling?.append(box);
    return;
  }
  box.addEventListener('cancel', (event) => {
    event.preventDefault();
    dismissed();
  });
  box.addEventListener(
    'click',
    (event) => event.target === box && outside(event, box) && dismissed(),
  );
  box.showModal();
}

function outside({ clientX, clientY }: MouseEvent, box: HTMLElement): boolean {
  const { left, right, top, bottom } = box.getBoundingClientRect();
  return clientX < left || clientX > right || clientY < top || clientY > bottom;
}

/**
 * Draws the content and answers how to take it away. In `document.documentElement` it floats over the
 * page; in any other element banners and embedded ones flow and the rest lies over that element.
 * Focus moves only into an overlay, which is modal, and goes back when it closes.
 */
export function renderEngagement(
  target: HTMLElement,
  content: Drawn,
  look: Look,
  words: EngagementWords,
  on: EngagementActs = {},
): Rendered {
  const { format } = content.creative;
  const floats = target === document.documentElement;
  const flows = !floats && (format === 'embedded' || format === 'banner');
  const act = {
    clicked: () => on.clicked?.(),
    dismissed: () => on.dismissed?.(),
    muted: () => on.muted?.(),
  };
  const host = createHost(target, floats ? 'float' : flows ? 'flow' : 'fill', look, engagementCss);
  const box = drawFormat(content, words, act, floats);
  if (content.trial) box.append(draw('span', { class: 'trial' }, words.trial));
  const stage = draw(
    'div',
    { class: flows ? 'flow' : 'stage', lang: document.documentElement.lang || null },
    box,
  );
  if (!flows) box.classList.add('in');
  host.root.append(stage);
  host.root.addEventListener('keydown', (event) => {
    if (event instanceof KeyboardEvent && event.key === 'Escape' && format !== 'embedded') {
      event.stopPropagation();
      act.dismissed();
    }
  });
  if (format === 'overlay') openOverlay(host, stage, box, act.dismissed);
  return {
    box,
    remove() {
      // Closing gives the focus back to where it was; removing alone would lose it.
      if (box instanceof HTMLDialogElement) box.close();
      host.remove();
    },
  };
}
