// Parses the small Markdown of messages: bold, italic, code, links, lists, line breaks. Everything
// else is text, including HTML. One pass, and each piece moves at most once for each kind of mark,
// so the time is linear in the length.
import { safeLink } from './safe-link.ts';
import type { SafeLink } from './safe-link.ts';

export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'bold' | 'italic'; readonly inside: readonly Inline[] }
  /** `bare`: the address itself is in the text. */
  | {
      readonly type: 'link';
      readonly link: SafeLink;
      readonly inside: readonly Inline[];
      readonly bare: boolean;
    };
export type Block =
  /** Its text includes line breaks. */
  | { readonly type: 'lines'; readonly inside: readonly Inline[] }
  | {
      readonly type: 'list';
      /** Null: dots. Otherwise the first number. */
      readonly from: number | null;
      readonly items: readonly (readonly Inline[])[];
    };

type Mark = '**' | '*' | '_' | '[';
type Piece = Inline | { readonly type: 'mark'; readonly mark: Mark };

const item = /^ {0,3}(?:[-*•] |(\d{1,4})[.)] )/;
const bareAddress = /https?:\/\/[^\s<>"'`[\]]+/iy;
const word = /[\p{L}\p{N}]/u;
const punctuation = /[!-/:-@[-`{-~]/;

export function readMarkdown(source: string): readonly Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  let list: { from: number | null; items: (readonly Inline[])[] } | null = null;
  const endLines = (): void => {
    const text = lines.join('\n').replace(/^\n|\n$/g, '');
    if (text !== '') blocks.push({ type: 'lines', inside: readInline(text) });
    lines = [];
  };
  for (const line of source.split(/\r?\n/)) {
    const found = item.exec(line);
    if (found === null) {
      list = null;
      lines.push(line);
      continue;
    }
    const from = found[1] === undefined ? null : Number(found[1]);
    if (list === null || (list.from === null) !== (from === null)) {
      endLines();
      list = { from, items: [] };
      blocks.push({ type: 'list', ...list });
    }
    list.items.push(readInline(line.slice(found[0].length)));
  }
  endLines();
  return blocks;
}

/** One line or several, without lists. */
export function readInline(text: string): readonly Inline[] {
  return new Reader(text).read();
}

/** A visitor's text: as written, with addresses as links. */
export function readPlain(text: string): readonly Block[] {
  return [{ type: 'lines', inside: new Reader(text, false).read() }];
}

class Reader {
  readonly #text: string;
  readonly #marks: boolean;
  readonly #out: Piece[] = [];
  /** The index in `#out` of the open mark of each kind. */
  readonly #open = new Map<Mark, number>();
  #at = 0;
  #plainFrom = 0;
  #moreTicks = true;

  constructor(text: string, marks = true) {
    this.#text = text;
    this.#marks = marks;
  }

  read(): readonly Inline[] {
    while (this.#at < this.#text.length) this.#step(this.#text.charAt(this.#at));
    this.#endPlain();
    return asInline(this.#out);
  }

  #step(letter: string): void {
    if (letter === 'h' || letter === 'H') return this.#address();
    if (!this.#marks) return this.#skip(1);
    switch (letter) {
      case '\\':
        return this.#escape();
      case '`':
        return this.#code();
      case '*':
      case '_':
        return this.#emphasis(letter);
      case '[':
        return this.#begin('[', 1);
      case ']':
        return this.#link();
      default:
        return this.#skip(1);
    }
  }

  #skip(length: number): void {
    this.#at += length;
  }

  #endPlain(): void {
    if (this.#plainFrom < this.#at)
      this.#out.push({ type: 'text', text: this.#text.slice(this.#plainFrom, this.#at) });
  }

  /** Emits the plain text so far. Consumes `length` of the text; `piece` replaces it. */
  #take(length: number, piece?: Piece): void {
    this.#endPlain();
    if (piece !== undefined) this.#out.push(piece);
    this.#at += length;
    this.#plainFrom = this.#at;
  }

  #begin(mark: Mark, length: number): void {
    this.#take(length, { type: 'mark', mark });
    this.#open.set(mark, this.#out.length - 1);
  }

  /** Everything since the mark, removed together with it. */
  #end(mark: Mark, length: number): readonly Inline[] {
    this.#take(length);
    const from = this.#open.get(mark) ?? this.#out.length;
    const [, ...inside] = this.#out.splice(from);
    for (const [other, at] of this.#open) if (at >= from) this.#open.delete(other);
    return asInline(inside);
  }

  #escape(): void {
    const next = this.#text.charAt(this.#at + 1);
    if (!punctuation.test(next)) return this.#skip(1);
    this.#take(1);
    this.#skip(1);
  }

  #code(): void {
    const end = this.#moreTicks ? this.#text.indexOf('`', this.#at + 1) : -1;
    if (end < 0) this.#moreTicks = false;
    if (end < this.#at + 2) return this.#skip(1);
    const text = this.#text.slice(this.#at + 1, end);
    this.#take(end + 1 - this.#at, { type: 'code', text });
  }

  #emphasis(letter: '*' | '_'): void {
    const run = this.#run(letter);
    if (run > 3 || (letter === '_' && run > 1)) return this.#skip(run);
    const before = this.#text.charAt(this.#at - 1);
    const after = this.#text.charAt(this.#at + run);
    const closes = before !== '' && !/\s/.test(before);
    const opens = after !== '' && !/\s/.test(after);
    const mark = this.#markThatEnds(letter, run);
    if (mark !== null && closes && (mark === '**' || !word.test(after))) {
      const inside = this.#end(mark, mark.length);
      this.#out.push({ type: mark === '**' ? 'bold' : 'italic', inside });
      return;
    }
    if (run > 1 && opens && !this.#open.has('**')) return this.#begin('**', 2);
    if (run === 1 && opens && !word.test(before) && !this.#open.has(letter))
      return this.#begin(letter, 1);
    this.#skip(run);
  }

  #run(letter: string): number {
    let end = this.#at;
    while (this.#text.charAt(end) === letter) end += 1;
    return end - this.#at;
  }

  /** The innermost open mark that a run of this length can close. */
  #markThatEnds(letter: '*' | '_', run: number): Mark | null {
    const single = this.#open.get(letter);
    const double = letter === '*' ? this.#open.get('**') : undefined;
    if (run === 1) return single === undefined ? null : letter;
    if (run === 2) return double === undefined ? null : '**';
    if (single !== undefined && (double === undefined || single > double)) return letter;
    return double === undefined ? null : '**';
  }

  #link(): void {
    const end = this.#text.charAt(this.#at + 1) === '(' ? this.#addressEnd(this.#at + 2) : -1;
    const link =
      end < 0 || !this.#open.has('[') ? null : safeLink(this.#text.slice(this.#at + 2, end));
    if (link === null) {
      this.#open.delete('[');
      return this.#skip(1);
    }
    const inside = this.#end('[', end + 1 - this.#at).map(unlinked);
    this.#out.push({ type: 'link', link, inside, bare: false });
  }

  /** Where the address in parentheses ends. It contains no space and no further parenthesis. */
  #addressEnd(from: number): number {
    for (let at = from; at < this.#text.length; at += 1) {
      const letter = this.#text.charAt(at);
      if (letter === ')') return at;
      if (letter === '(' || /\s/.test(letter)) return -1;
    }
    return -1;
  }

  #address(): void {
    bareAddress.lastIndex = this.#at;
    const before = this.#text.charAt(this.#at - 1);
    const found = word.test(before) ? null : (bareAddress.exec(this.#text)?.[0] ?? null);
    if (found === null) return this.#skip(1);
    const address = withoutTail(found);
    const link = safeLink(address);
    if (link === null) return this.#skip(found.length);
    const inside = [{ type: 'text', text: address } as const];
    this.#take(address.length, { type: 'link', link, inside, bare: true });
  }
}

/** Punctuation and brackets at the end belong to the sentence, not to the address. */
function withoutTail(address: string): string {
  let open = 0;
  for (const letter of address) open += letter === '(' ? 1 : letter === ')' ? -1 : 0;
  let end = address.length;
  for (; end > 0; end -= 1) {
    const last = address.charAt(end - 1);
    if (last === ')' && open < 0) open += 1;
    else if (!'.,;:!?*_~]}'.includes(last)) break;
  }
  return address.slice(0, end);
}

/** Marks that were never closed are text. */
function asInline(pieces: readonly Piece[]): readonly Inline[] {
  return pieces.map((piece) =>
    piece.type === 'mark' ? ({ type: 'text', text: piece.mark } as const) : piece,
  );
}

/** A link contains no link. */
function unlinked(inline: Inline): Inline {
  switch (inline.type) {
    case 'link':
      return { type: 'text', text: plainInline(inline.inside) };
    case 'bold':
    case 'italic':
      return { ...inline, inside: inline.inside.map(unlinked) };
    default:
      return inline;
  }
}

/** The words alone. A labelled link is followed by its address. */
export function plainInline(inside: readonly Inline[]): string {
  return inside
    .map((each) => {
      if (each.type === 'text' || each.type === 'code') return each.text;
      const words = plainInline(each.inside);
      if (each.type !== 'link' || each.bare) return words;
      return `${words} (${each.link.href.replace(/^(mailto|tel):/, '')})`;
    })
    .join('');
}
