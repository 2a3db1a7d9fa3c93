// Draws the text of a message as elements, never as markup: paragraphs and lists with bold, italic,
// code and links. A link shows where it leads, whatever its label, and sends no referrer.
import { draw } from '../draw.ts';
import { plainInline, readInline, readMarkdown, readPlain } from './read-markdown.ts';
import type { Block, Inline } from './read-markdown.ts';
import { writtenWithHost } from './safe-link.ts';
import type { SafeLink } from './safe-link.ts';

/**
 * Characters that change the direction of what follows. A text keeps its own direction, by `dir`.
 */
const turning = /[\u202a-\u202e]/g;
const onlyEmoji =
  // oxlint-disable-next-line no-misleading-character-class -- each may stand between two emoji
  /^(?:[\p{Extended_Pictographic}\u{1f1e6}-\u{1f1ff}][\u{1f3fb}-\u{1f3ff}\ufe0f\u200d\u20e3]*\s?){1,12}$/u;

/** An agent's text, with its Markdown; or, plain, a visitor's. */
export function drawText(source: string, markdown: boolean): readonly HTMLElement[] {
  const drawn = (markdown ? readMarkdown(source) : readPlain(source)).map(drawBlock);
  if (source.length < 40 && onlyEmoji.test(source.trim())) drawn[0]?.classList.add('m-big');
  return drawn;
}

/** One line with its marks, for labels. */
export function drawLine(source: string): readonly (Node | string)[] {
  return readInline(source).map(drawInline);
}

/** Text alone, in a form that is safe anywhere. */
export function shown(text: string): string {
  return text.replace(turning, '');
}

function drawBlock(block: Block): HTMLElement {
  if (block.type === 'lines')
    return draw('p', { class: 'm-p', dir: 'auto' }, ...block.inside.map(drawInline));
  const { from, items } = block;
  return draw(
    from === null ? 'ul' : 'ol',
    { class: 'm-list', start: from === null || from === 1 ? null : `${from}` },
    ...items.map((each) => draw('li', { dir: 'auto' }, ...each.map(drawInline))),
  );
}

function drawInline(inline: Inline): Node | string {
  switch (inline.type) {
    case 'text':
      return shown(inline.text);
    case 'code':
      return draw('code', { class: 'm-code' }, shown(inline.text));
    case 'bold':
      return draw('strong', {}, ...inline.inside.map(drawInline));
    case 'italic':
      return draw('em', {}, ...inline.inside.map(drawInline));
    case 'link':
      return drawLink(inline.link, inline.inside, inline.bare);
  }
}

function drawLink(link: SafeLink, inside: readonly Inline[], bare: boolean): Node {
  const words = shown(plainInline(inside));
  if (bare) return anchor(link, { dir: 'ltr' }, writtenWithHost(words, link));
  const label = inside.map(drawInline);
  if (words === link.leadsTo) return anchor(link, { dir: 'ltr' }, ...label);
  const host = draw('span', { class: 'm-host', dir: 'ltr' }, link.leadsTo);
  return draw('span', {}, anchor(link, { dir: 'auto' }, ...label), ' ', host);
}

/** Opens in a new tab, without a referrer. */
export function anchor(
  { href }: SafeLink,
  attributes: Readonly<Record<string, string | null>>,
  ...inside: readonly (Node | string | null)[]
): HTMLElement {
  const apart = /^https?:/.test(href);
  return draw(
    'a',
    {
      ...attributes,
      href,
      target: apart ? '_blank' : null,
      rel: 'noopener noreferrer nofollow',
      referrerpolicy: 'no-referrer',
    },
    ...inside,
  );
}
