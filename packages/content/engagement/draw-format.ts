// Arranges the parts of an engagement for each format: which it shows, in which order and with
// which roles. It does not decide where the box is on the page, nor how it leaves.
import { draw } from '../draw.ts';
import { button, drawParts, signOf } from './engagement-parts.ts';
import type { Drawn, EngagementActs, EngagementWords, Parts } from './engagement-parts.ts';

/** The box of an engagement. `floats` makes an overlay a modal dialog. */
export function drawFormat(
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

function drawToast(parts: Parts, drawn: Drawn): HTMLElement {
  const mark =
    !parts.picture && drawn.action !== 'content'
      ? (parts.faces ?? draw('span', { class: 'mark' }, signOf(drawn, 18)))
      : null;
  const kind = parts.picture ? ' pictured' : mark ? ' marked' : '';
  const deeds = acts(parts.main, parts.other, parts.mute);
  const say = draw('div', { class: 'say' }, parts.title, parts.text, parts.wait, deeds);
  return draw(
    'section',
    { class: `card toast${kind}`, 'aria-labelledby': 't' },
    parts.picture ?? mark,
    say,
    parts.close,
  );
}

function drawSlideOut(parts: Parts, drawn: Drawn): HTMLElement {
  const top = draw('div', { class: 'top' }, parts.title, parts.close);
  return draw(
    'section',
    { class: `card slide-out ${drawn.creative.side}${bleeds(parts)}`, 'aria-labelledby': 't' },
    top,
    parts.picture,
    parts.text,
    parts.wait,
    parts.faces,
    parts.main,
    parts.other,
    parts.mute,
  );
}

function drawSticky(parts: Parts, drawn: Drawn, words: EngagementWords): HTMLElement {
  const close = drawn.creative.mutable ? parts.close : null;
  const { side, headline } = drawn.creative;
  // The button has no room for a sentence.
  if (parts.wait) parts.main?.append(draw('small', { class: 'wait' }, parts.wait.textContent));
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
  const title = draw('b', { id: 't' }, parts.title.textContent ?? '', ' ');
  const text = parts.text && draw('span', { class: 'p' }, parts.text.textContent ?? '', ' ');
  return draw(
    'section',
    { class: 'banner', 'aria-labelledby': 't' },
    parts.picture,
    draw(
      'div',
      { class: 'say' },
      title,
      text,
      parts.wait,
      parts.faces,
      parts.main,
      parts.other,
      parts.mute,
    ),
    parts.close,
  );
}

function drawEmbedded(parts: Parts): HTMLElement {
  return draw(
    'section',
    { class: parts.picture ? 'embedded pictured' : 'embedded', 'aria-labelledby': 't' },
    parts.picture,
    parts.title,
    parts.text,
    parts.wait,
    acts(parts.faces, parts.main, parts.other, parts.mute),
  );
}

function drawOverlay(
  parts: Parts,
  words: EngagementWords,
  dismissed: () => void,
  modal: boolean,
): HTMLElement {
  const no = button('no', words.notNow, dismissed);
  // The heading gets the focus, not the button: nobody who is typing accepts by accident, and
  // screen readers read it first.
  parts.title.setAttribute('tabindex', '-1');
  parts.title.setAttribute('autofocus', '');
  const role = modal ? null : 'dialog';
  return draw(
    modal ? 'dialog' : 'div',
    { class: `card overlay${bleeds(parts)}`, role, 'aria-labelledby': 't' },
    parts.picture,
    parts.title,
    parts.text,
    parts.wait,
    parts.faces,
    acts(parts.main, no, parts.other, parts.mute),
    parts.close,
  );
}

/** A picture fills the head of its card. */
function bleeds({ picture }: Parts): string {
  return picture ? ' bleed' : '';
}

function acts(...inside: (HTMLElement | null)[]): HTMLElement | null {
  return inside.some((each) => each !== null) ? draw('div', { class: 'acts' }, ...inside) : null;
}
