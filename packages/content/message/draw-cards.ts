// Draws one card, or several to page through: by touch, by the arrow keys, or with two buttons. A
// picture's box has its shape before the picture loads, so that nothing moves.
import type { Card, CardButton } from '@opportune/protocol/conversation/message-content.ts';
import { draw } from '../draw.ts';
import { anchor, drawText, shown } from './inline-text.ts';
import type { MessageActs, MessageWords } from './reader.ts';
import { safeLink } from './safe-link.ts';

export function drawCards(
  cards: readonly Card[],
  words: MessageWords,
  acts: MessageActs | null,
): HTMLElement {
  const [only] = cards;
  if (cards.length === 1 && only) return drawCard(only, null, acts);
  const drawn = cards.map((card, at) => drawCard(card, words.card(at + 1, cards.length), acts));
  const strip = draw(
    'div',
    { class: 'm-strip', tabindex: '0', role: 'group', 'aria-label': words.cards(cards.length) },
    ...drawn,
  );
  return draw(
    'div',
    {
      class: 'm-cards',
      role: 'group',
      'aria-roledescription': 'carousel',
      'aria-label': words.cards(cards.length),
    },
    strip,
    drawLeafing(strip, drawn, words),
  );
}

function drawCard(card: Card, place: string | null, acts: MessageActs | null): HTMLElement {
  const { title, text, image, buttons } = card;
  return draw(
    'div',
    {
      class: 'm-card',
      role: 'group',
      'aria-label': place === null ? shown(title) : `${place}: ${shown(title)}`,
    },
    image ? drawPicture(image) : null,
    draw(
      'div',
      { class: 'm-words' },
      draw('p', { class: 'm-title', dir: 'auto' }, shown(title)),
      ...(text ? drawText(text, true) : []),
    ),
    buttons.length
      ? draw('div', { class: 'm-acts' }, ...buttons.map((each) => drawButton(each, acts)))
      : null,
  );
}

function drawPicture({ url, alt, shape }: NonNullable<Card['image']>): HTMLElement {
  const box = draw('div', { class: `m-pic m-${shape === 'square' ? 'square' : 'wide'}` });
  const link = safeLink(url);
  if (!link?.href.startsWith('https:')) return box;
  const picture = draw('img', {
    src: link.href,
    alt: shown(alt),
    loading: 'lazy',
    decoding: 'async',
    referrerpolicy: 'no-referrer',
  });
  picture.addEventListener('error', () =>
    picture.replaceWith(draw('span', { class: 'm-alt', dir: 'auto' }, shown(alt))),
  );
  box.append(picture);
  return box;
}

/** A link states where it leads. */
function drawButton(button: CardButton, acts: MessageActs | null): HTMLElement {
  const text = draw('span', { dir: 'auto' }, shown(button.text));
  if (button.type === 'link') {
    const link = safeLink(button.url);
    if (link === null) return draw('span', { class: 'm-act' }, text);
    return anchor(
      link,
      { class: 'm-act' },
      text,
      draw('small', { class: 'm-host', dir: 'ltr' }, link.leadsTo),
    );
  }
  if (acts === null) return draw('span', { class: 'm-act' }, text);
  const { id, text: words } = button;
  const drawn = draw('button', { type: 'button', class: 'm-act' }, text);
  drawn.addEventListener('click', () => acts.choose({ id, text: words }));
  return drawn;
}

function drawLeafing(
  strip: HTMLElement,
  cards: readonly HTMLElement[],
  words: MessageWords,
): HTMLElement {
  const count = draw(
    'span',
    { class: 'm-count', 'aria-live': 'polite' },
    words.card(1, cards.length),
  );
  // The offset from the first card. In right-to-left text it is to the left, so negative.
  const placeOf = (card: HTMLElement): number => card.offsetLeft - (cards[0]?.offsetLeft ?? 0);
  const go = (card: HTMLElement | undefined): void => {
    if (card) strip.scrollTo({ left: placeOf(card) });
  };
  /**
   * To the next distinct position: at its end the strip shows several cards, and goes no further.
   */
  const leaf = (by: number): void => {
    const gone = Math.abs(strip.scrollLeft);
    const beyond = (card: HTMLElement): boolean => (Math.abs(placeOf(card)) - gone) * by > 1;
    go((by > 0 ? [...cards] : [...cards].reverse()).find(beyond));
  };
  const turn = (label: string, sign: string, by: number): HTMLElement => {
    const button = draw('button', { type: 'button', class: 'm-turn', 'aria-label': label }, sign);
    button.addEventListener('click', () => leaf(by));
    return button;
  };
  const [back, on] = [turn(words.previous, '‹', -1), turn(words.next, '›', 1)];
  const tell = (): void => {
    const at = nearest(strip, cards);
    back.toggleAttribute('disabled', at === 0);
    on.toggleAttribute('disabled', at === cards.length - 1);
    const said = words.card(at + 1, cards.length);
    if (count.textContent !== said) count.textContent = said;
  };
  strip.addEventListener('scroll', tell, { passive: true });
  strip.addEventListener('keydown', (event) => {
    if (event.target !== strip) return;
    const sign = getComputedStyle(strip).direction === 'rtl' ? -1 : 1;
    const by = { ArrowRight: sign, ArrowLeft: -sign }[event.key];
    const to = { Home: cards[0], End: cards[cards.length - 1] }[event.key];
    if (!by && !to) return;
    event.preventDefault();
    if (by) leaf(by);
    else go(to);
  });
  back.setAttribute('disabled', '');
  return draw('div', { class: 'm-leaf' }, back, count, on);
}

/** The first card in view; at the end of the strip, the last. */
function nearest(strip: HTMLElement, cards: readonly HTMLElement[]): number {
  const gone = Math.abs(strip.scrollLeft);
  if (strip.clientWidth > 0 && gone + strip.clientWidth >= strip.scrollWidth - 1 && gone > 0)
    return cards.length - 1;
  const first = cards[0]?.offsetLeft ?? 0;
  const away = cards.map((card) => Math.abs(Math.abs(card.offsetLeft - first) - gone));
  return away.indexOf(Math.min(...away));
}
