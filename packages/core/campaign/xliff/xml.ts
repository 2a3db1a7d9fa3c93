// A small strict reader of XML, for files that people upload. It has no entities but the five of
// XML itself, no document type, no processing instructions and no nesting beyond its bound, and it
// reads each character once. What it does not know it refuses, with the place.

export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Texts and elements in their order. Neighbouring texts are joined. */
  readonly children: readonly (XmlElement | string)[];
}

export interface XmlBounds {
  readonly length: number;
  readonly elements: number;
  readonly depth: number;
}

export type XmlResult =
  | { readonly ok: true; readonly root: XmlElement }
  | { readonly ok: false; readonly why: string; readonly line: number };

/** Thrown inside the reader only. */
class Refused extends Error {}

/** The root element of the text, or why it cannot be read. */
export function readXml(text: string, bounds: XmlBounds): XmlResult {
  const reader = new Reader(text, bounds);
  try {
    return { ok: true, root: reader.document() };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { ok: false, why: error.message, line: reader.line() };
  }
}

interface Open {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: (XmlElement | string)[];
}

const named = '[A-Za-z_][A-Za-z0-9_.-]*';
const qualified = new RegExp(`${named}(?::${named})?`, 'y');
const declaration =
  /<\?xml\s+version\s*=\s*["']1\.0["'](?:\s+encoding\s*=\s*["']utf-8["'])?(?:\s+standalone\s*=\s*["'](?:yes|no)["'])?\s*\?>/iy;
// oxlint-disable-next-line no-control-regex -- XML allows none of them
const notXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const predefined: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};
const attributesOfOne = 32;

class Reader {
  readonly #text: string;
  readonly #bounds: XmlBounds;
  #at = 0;
  #elements = 0;

  constructor(text: string, bounds: XmlBounds) {
    this.#text = text;
    this.#bounds = bounds;
  }

  line(): number {
    return this.#text.slice(0, this.#at).split('\n').length;
  }

  document(): XmlElement {
    if (this.#text.length > this.#bounds.length) this.#refuse('The file is too long.');
    if (notXml.test(this.#text) || !this.#text.isWellFormed())
      this.#refuse('The file contains characters that XML does not allow.');
    if (this.#text.startsWith('\ufeff')) this.#at = 1;
    this.#match(declaration);
    this.#skipBetween();
    if (!this.#here('<')) this.#refuse('The file is not XML.');
    const root = this.#root();
    this.#skipBetween();
    if (this.#at < this.#text.length) this.#refuse('There is something after the end.');
    return root;
  }

  /** Spaces and comments. */
  #skipBetween(): void {
    while (this.#match(/\s+/y) !== null || this.#comment());
  }

  #root(): XmlElement {
    const path: Open[] = [];
    for (;;) {
      const closed = this.#next(path);
      if (closed === null) continue;
      const parent = path.at(-1);
      if (parent === undefined) return closed;
      parent.children.push(closed);
    }
  }

  /** Reads one piece. Returns an element that ends with it. */
  #next(path: Open[]): XmlElement | null {
    const inside = path.at(-1);
    if (this.#at >= this.#text.length) this.#refuse('The file ends too early.');
    if (inside !== undefined && this.#content(inside)) return null;
    if (this.#here('<!')) this.#refuse('A document type or an entity is not accepted.');
    if (this.#here('<?')) this.#refuse('A processing instruction is not accepted.');
    return this.#here('</') ? this.#end(path) : this.#start(path);
  }

  /** Takes text, or passes over a comment. */
  #content(inside: Open): boolean {
    if (!this.#here('<')) addText(inside, this.#characters());
    else if (this.#here('<![CDATA[')) addText(inside, this.#until('<![CDATA[', ']]>'));
    else return this.#comment();
    return true;
  }

  #start(path: Open[]): XmlElement | null {
    this.#at += 1;
    const name = this.#match(qualified) ?? this.#refuse('An element has no name.');
    this.#elements += 1;
    if (this.#elements > this.#bounds.elements) this.#refuse('There are too many elements.');
    const attributes = this.#attributes();
    const opened: Open = { name, attributes, children: [] };
    if (this.#take('/>')) return opened;
    if (!this.#take('>')) this.#refuse(`The element ${name} is not closed.`);
    if (path.length >= this.#bounds.depth) this.#refuse('Elements are nested too deeply.');
    path.push(opened);
    return null;
  }

  #end(path: Open[]): XmlElement {
    this.#at += 2;
    const name = this.#match(qualified);
    const opened = path.pop();
    this.#match(/\s+/y);
    if (opened === undefined || opened.name !== name || !this.#take('>'))
      this.#refuse('An element ends that did not begin.');
    return opened;
  }

  #attributes(): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    while (this.#match(/\s+/y) !== null) {
      const name = this.#match(qualified);
      if (name === null) break;
      const equals = this.#match(/\s*=\s*/y);
      const quoted = this.#match(/"[^"<]*"|'[^'<]*'/y);
      if (equals === null || quoted === null) this.#refuse(`The attribute ${name} has no value.`);
      if (found.has(name)) this.#refuse(`The attribute ${name} is there twice.`);
      if (found.size >= attributesOfOne) this.#refuse('An element has too many attributes.');
      found.set(name, this.#decoded(quoted.slice(1, -1).replace(/[\t\n\r]/g, ' ')));
    }
    return found;
  }

  #characters(): string {
    const end = this.#text.indexOf('<', this.#at);
    const raw = this.#text.slice(this.#at, end < 0 ? this.#text.length : end);
    this.#at += raw.length;
    return this.#decoded(raw.replace(/\r\n?/g, '\n'));
  }

  #decoded(raw: string): string {
    return raw.replace(/&([^;\s&]{0,10})(;?)/g, (_, name: string, semicolon: string) => {
      const found = semicolon === ';' ? characterOf(name) : null;
      return found ?? this.#refuse('Only the entities of XML itself are accepted.');
    });
  }

  #comment(): boolean {
    if (!this.#here('<!--')) return false;
    this.#until('<!--', '-->');
    return true;
  }

  #until(begin: string, end: string): string {
    const from = this.#at + begin.length;
    const to = this.#text.indexOf(end, from);
    if (to < 0) this.#refuse('The file ends too early.');
    this.#at = to + end.length;
    return this.#text.slice(from, to);
  }

  #here(word: string): boolean {
    return this.#text.startsWith(word, this.#at);
  }

  #take(word: string): boolean {
    if (!this.#here(word)) return false;
    this.#at += word.length;
    return true;
  }

  /** `what` is sticky. */
  #match(what: RegExp): string | null {
    what.lastIndex = this.#at;
    const [found = null] = what.exec(this.#text) ?? [];
    this.#at += found?.length ?? 0;
    return found;
  }

  #refuse(why: string): never {
    throw new Refused(why);
  }
}

function addText({ children }: Open, text: string): void {
  const last = children.at(-1);
  if (typeof last === 'string') children[children.length - 1] = last + text;
  else if (text !== '') children.push(text);
}

/** Null if it is no reference to a character that XML allows. */
function characterOf(name: string): string | null {
  if (!name.startsWith('#'))
    return Object.hasOwn(predefined, name) ? (predefined[name] ?? null) : null;
  const digits = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name);
  if (digits === null) return null;
  const code = digits[1] === undefined ? Number(digits[2]) : Number.parseInt(digits[1], 16);
  if (code > 0x10_ffff) return null;
  const character = String.fromCodePoint(code);
  return notXml.test(character) || !character.isWellFormed() ? null : character;
}
