// Draws the hits of a search as links: the heading, its page, and the text around the match.
import type { Hit } from './search.ts';

const beforeLetters = 60;
const allLetters = 200;

/** Replaces the hits in the list. */
export function drawHits(list: Element, hits: readonly Hit[]): void {
  list.replaceChildren(...hits.map(drawHit));
}

function drawHit({ id, heading, page, text, terms }: Hit, at: number): Element {
  const link = document.createElement('a');
  link.id = `hit-${at}`;
  link.href = id;
  link.role = 'option';
  link.tabIndex = -1;
  link.append(
    line('hit-heading', marked(heading, terms)),
    line('hit-page', [page === '' ? '' : page]),
    line('hit-text', marked(around(text, terms), terms)),
  );
  return link;
}

function line(name: string, content: readonly (string | Node)[]): Element {
  const element = document.createElement('span');
  element.className = name;
  element.append(...content);
  return element;
}

/** The part of the text around the first match. */
function around(text: string, terms: readonly string[]): string {
  const lower = text.toLowerCase();
  const places = terms.map((term) => lower.indexOf(term)).filter((place) => place >= 0);
  const first = Math.max(0, Math.min(...places, lower.length) - beforeLetters);
  const start = places.length === 0 ? 0 : text.lastIndexOf(' ', first) + 1;
  const part = text.slice(start, start + allLetters);
  const end = start + allLetters < text.length ? ' …' : '';
  return `${start > 0 ? '… ' : ''}${part}${end}`;
}

function marked(text: string, terms: readonly string[]): readonly (string | Node)[] {
  if (terms.length === 0) return [text];
  const any = new RegExp(`(${terms.map(literal).join('|')})`, 'giu');
  return text.split(any).map((piece, at) => {
    if (at % 2 === 0) return piece;
    const mark = document.createElement('mark');
    mark.textContent = piece;
    return mark;
  });
}

function literal(term: string): string {
  return term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
