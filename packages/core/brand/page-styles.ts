// Reads from a page what says how it looks: its theme colours, its own styles and its stylesheets.
// One pass that never goes back, so that its work grows with the length of the page.

export interface PageStyles {
  /** Contents of `<meta name="theme-color">`. */
  readonly themes: readonly string[];
  /** Addresses of stylesheets, as they are written. */
  readonly sheets: readonly string[];
  /** Contents of `<style>`. */
  readonly styles: readonly string[];
  /** Style attributes, each with a selector that says what it is on. */
  readonly inline: readonly { readonly selector: string; readonly style: string }[];
}

type Attributes = Readonly<Partial<Record<string, string>>>;

/** Attributes that are read. */
const wanted: ReadonlySet<string> = new Set(['name', 'content', 'rel', 'href', 'style', 'class']);
/** Elements whose content is no markup. */
const texts: ReadonlySet<string> = new Set(['script', 'style', 'textarea', 'title', 'template']);

export function stylesOf(html: string): PageStyles {
  const found = {
    themes: [] as string[],
    sheets: [] as string[],
    styles: [] as string[],
    inline: [] as { selector: string; style: string }[],
  };
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at)) {
    if (html.startsWith('<!--', at)) {
      at = html.indexOf('-->', at + 4);
      if (at < 0) break;
      continue;
    }
    const tag = readTag(html, at + 1);
    at = tag.end;
    if (tag.name === '') continue;
    note(found, tag.name, tag.attributes);
    if (!texts.has(tag.name)) continue;
    const close = closing(html, tag.name, at);
    if (tag.name === 'style') found.styles.push(html.slice(at, close));
    at = close;
  }
  return found;
}

function note(
  {
    themes,
    sheets,
    inline,
  }: { themes: string[]; sheets: string[]; inline: { selector: string; style: string }[] },
  name: string,
  attributes: Attributes,
): void {
  const { content, href, style } = attributes;
  if (name === 'meta' && attributes['name']?.toLowerCase() === 'theme-color' && content)
    themes.push(content);
  const rel = attributes['rel']?.toLowerCase().split(/\s/) ?? [];
  if (name === 'link' && href && rel.includes('stylesheet') && !rel.includes('alternate'))
    sheets.push(href);
  if (style) {
    const classes = (attributes['class'] ?? '').slice(0, 200).toLowerCase().split(/\s/);
    inline.push({ selector: [name, ...classes].filter(Boolean).join('.'), style });
  }
}

/** Where the end tag of an element begins, or the end of the page. */
function closing(html: string, name: string, from: number): number {
  for (let at = html.indexOf('</', from); at >= 0; at = html.indexOf('</', at + 2))
    if (html.slice(at + 2, at + 2 + name.length).toLowerCase() === name) return at;
  return html.length;
}

interface Tag {
  /** In lower case. Empty for an end tag and for a sign that begins none. */
  readonly name: string;
  readonly attributes: Attributes;
  /** Behind it. */
  readonly end: number;
}

function readTag(html: string, from: number): Tag {
  let at = past(html, from, isName);
  const name = html.slice(from, Math.min(at, from + 20)).toLowerCase();
  const attributes: Record<string, string> = {};
  if (name === '') return { name, attributes, end: from };
  while (at < html.length && html[at] !== '>') {
    if (!isName(html.charCodeAt(at))) {
      at += 1;
      continue;
    }
    const start = at;
    at = past(html, at, isName);
    const attribute = at - start <= 10 ? html.slice(start, at).toLowerCase() : '';
    at = past(html, at, isSpace);
    if (html[at] !== '=') continue;
    const [value, end] = readValue(html, past(html, at + 1, isSpace));
    if (wanted.has(attribute)) attributes[attribute] ??= value;
    at = end;
  }
  return { name, attributes, end: Math.min(at + 1, html.length) };
}

/** A value with or without quotes, and where it ends. */
function readValue(html: string, from: number): readonly [string, number] {
  const quote = html[from];
  if (quote === '"' || quote === "'") {
    const close = html.indexOf(quote, from + 1);
    return close < 0 ? ['', html.length] : [html.slice(from + 1, close), close + 1];
  }
  const end = past(html, from, (code) => !isSpace(code) && code !== 62);
  return [html.slice(from, end), end];
}

function past(text: string, from: number, holds: (code: number) => boolean): number {
  let at = from;
  while (at < text.length && holds(text.charCodeAt(at))) at += 1;
  return at;
}

const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

/** Letters, digits, `-`, `_` and `:`. */
function isName(code: number): boolean {
  if (code >= 97 && code <= 122) return true;
  if (code >= 65 && code <= 90) return true;
  return (code >= 48 && code <= 58) || code === 45 || code === 95;
}
