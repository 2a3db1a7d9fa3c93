// HTML of a letter without anything that runs, loads or submits. It is written anew: only the elements and
// attributes listed here, and every other sign escaped. Pictures of other servers keep their address in
// an attribute that loads nothing.
import { isText, type MailElement, type MailNode } from '@opportune/core/mail/tree.ts';
import { pictureOf, safeLink } from './links.ts';
import { safeStyle } from './styles.ts';

export interface Sanitised {
  readonly html: string;
  readonly remoteImages: boolean;
  /** Content ids of the pictures that it shows. */
  readonly contentIds: ReadonlySet<string>;
}

const kept = new Set(
  `a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del
  details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main
  mark nav ol p pre q s samp section small span strike strong sub summary sup table tbody td tfoot th thead
  time tr tt u ul var wbr`.split(/\s+/),
);
/** Dropped with everything in them. All others are dropped alone: their text stays. */
const dropped = new Set(
  `applet area audio base canvas embed frame frameset iframe link map math meta noembed noframes noscript
  object option param plaintext script select style svg template textarea title video xml xmp`.split(
    /\s+/,
  ),
);
const empty = new Set(['br', 'hr', 'img', 'col', 'wbr']);

const number = /^\d{1,4}%?$/;
const word = /^[a-z-]{1,20}$/i;
const colour = /^(?:#?[0-9a-f]{3,8}|[a-z]{3,30})$/i;
const attributes: Readonly<Record<string, RegExp>> = {
  ...{ align: word, valign: word, dir: /^(?:ltr|rtl|auto)$/i, lang: /^[A-Za-z0-9-]{1,20}$/ },
  ...{ width: number, height: number, border: number, cellpadding: number, cellspacing: number },
  ...{ colspan: /^\d{1,3}$/, rowspan: /^\d{1,3}$/, span: /^\d{1,3}$/, start: /^-?\d{1,5}$/ },
  ...{ bgcolor: colour, color: colour, face: /^[\w\s,'-]{1,200}$/, size: /^[+-]?\d$/ },
  ...{ type: /^[1aAiI]$|^(?:disc|circle|square)$/, title: /^[^]{0,500}$/, alt: /^[^]{0,500}$/ },
};

interface Writing {
  html: string;
  remoteImages: boolean;
  readonly contentIds: Set<string>;
}

export function sanitise(nodes: readonly MailNode[]): Sanitised {
  const writing: Writing = { html: '', remoteImages: false, contentIds: new Set() };
  writeAll(writing, nodes);
  return writing;
}

function writeAll(writing: Writing, nodes: readonly MailNode[]): void {
  for (const node of nodes)
    if (isText(node)) writing.html += escaped(node.text);
    else writeElement(writing, node);
}

function writeElement(writing: Writing, element: MailElement): void {
  const { tag, children } = element;
  if (dropped.has(tag)) return;
  if (tag === 'img') return writePicture(writing, element);
  if (!kept.has(tag)) return writeAll(writing, children);
  writing.html += `<${tag}${attributesOf(element)}>`;
  if (empty.has(tag)) return;
  writeAll(writing, children);
  writing.html += `</${tag}>`;
}

function attributesOf({ tag, attributes: given }: MailElement): string {
  let text = '';
  for (const [name, value] of given) {
    if (Object.hasOwn(attributes, name) && attributes[name]?.test(value))
      text += ` ${name}="${escaped(value)}"`;
  }
  const style = safeStyle(given.get('style') ?? '');
  if (style !== '') text += ` style="${escaped(style)}"`;
  const link = tag === 'a' ? safeLink(given.get('href') ?? '') : null;
  if (link !== null)
    text += ` href="${escaped(link)}" target="_blank" rel="noopener noreferrer nofollow"`;
  return text;
}

function writePicture(writing: Writing, element: MailElement): void {
  const picture = pictureOf(element.attributes.get('src') ?? '');
  if (picture === null || isTracker(element, picture.type)) return;
  const shape = attributesOf(element);
  if (picture.type === 'inline') {
    writing.contentIds.add(picture.contentId);
    writing.html += `<img data-cid="${escaped(picture.contentId)}"${shape}>`;
    return;
  }
  writing.remoteImages = true;
  writing.html += `<img data-remote="${escaped(picture.url)}"${shape}>`;
}

/** A picture that nobody is meant to see. */
function isTracker({ attributes: given }: MailElement, type: 'inline' | 'remote'): boolean {
  if (type === 'inline') return false;
  const style = given.get('style') ?? '';
  if (
    given.has('hidden') ||
    /display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d])/i.test(style)
  )
    return true;
  const isSmall = (side: 'width' | 'height'): boolean => {
    const said =
      given.get(side) ??
      new RegExp(`(?:^|[;\\s])(?:max-)?${side}\\s*:\\s*(\\d+)`, 'i').exec(style)?.[1];
    return (
      said !== undefined && /^\s*\d/.test(said) && parseInt(said, 10) <= 2 && !said.includes('%')
    );
  };
  return isSmall('width') || isSmall('height');
}

const special = /[&<>"\u0000]/;

export function escaped(text: string): string {
  if (!special.test(text)) return text;
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\u0000', '\ufffd');
}
