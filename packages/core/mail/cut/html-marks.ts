// How mail programs mark quotes and signatures in HTML. Class names and ids may have the prefixes that
// Outlook and others add to a quoted letter (`x_`).
import { isText, type MailElement, type MailNode } from '../tree.ts';
import type { Line } from './cut.ts';
import { labelOf } from './header-labels.ts';

type Mark = NonNullable<Line['mark']>;

const byClass: Readonly<Record<string, Mark>> = {
  ...{
    gmail_attr: 'attribution',
    'moz-cite-prefix': 'attribution',
    'moz-forward-container': 'quoted',
  },
  ...{ yahoo_quoted: 'quoted', 'yahoo-quoted-begin': 'quoted', protonmail_quote: 'quoted' },
  ...{ tutanota_quote: 'quoted', zmail_extra: 'quoted', 'front-blockquote': 'quoted' },
  ...{ 'quoted-message': 'quoted', wordsection_quote: 'quoted', 'sh-quoted-content': 'quoted' },
  ...{ gmail_signature: 'signature', 'moz-signature': 'signature', 'moz-txt-sig': 'signature' },
  ...{ protonmail_signature_block: 'signature', 'email-signature': 'signature' },
  ...{ 'sh-signature': 'signature', gmail_signature_prefix: 'signature' },
};
const byId: Readonly<Record<string, Mark>> = {
  ...{ divrplyfwdmsg: 'rest', appendonsend: 'rest', stopspelling: 'rest', replysplit: 'rest' },
  ...{
    olk_src_body_section: 'quoted',
    yahoo_quoted: 'quoted',
    'mail-editor-reference-message-container': 'rest',
  },
  ...{
    signature: 'signature',
    applemailsignature: 'signature',
    applemailsignaturefrommobile: 'signature',
  },
  ...{ 'ms-outlook-mobile-signature': 'signature', protonmail_signature_block: 'signature' },
};

/** Null: its program does not say. */
export function markOf(element: MailElement): Mark | null {
  const { tag, attributes } = element;
  const id = plain(attributes.get('id') ?? '');
  if (id !== '' && Object.hasOwn(byId, id)) return byId[id] ?? null;
  for (const name of (attributes.get('class') ?? '').slice(0, 500).split(/\s+/)) {
    const known = plain(name);
    if (Object.hasOwn(byClass, known)) return byClass[known] ?? null;
  }
  if (tag === 'blockquote' || attributes.get('name') === 'quote') return 'quoted';
  if (
    attributes.has('data-signatureblock') ||
    attributes.get('data-smartmail') === 'gmail_signature'
  )
    return 'signature';
  if (tag === 'hr' && attributes.get('data-marker') === '__DIVIDER__') return 'rest';
  return isOutlookHeader(element) ? 'rest' : null;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/^(x_)+/, '');
}

/** A line above, and below it the header of the letter that is answered. */
function isOutlookHeader({ tag, attributes, children }: MailElement): boolean {
  const style = attributes.get('style') ?? '';
  if (tag !== 'div' || !/border(?:-top)?[^;]*solid|border-top-style:\s*solid/i.test(style))
    return false;
  const words = beginning(children).split('\n');
  const labels = words.map(labelOf).filter((label) => label !== null);
  return labels.includes('from') && new Set(labels).size >= 2;
}

const looksAt = 400;

/** The first characters of text, each element on a line of its own. */
function beginning(children: readonly MailNode[]): string {
  let text = '';
  const walk = (nodes: readonly MailNode[]): void => {
    for (const node of nodes) {
      if (text.length > looksAt) return;
      if (isText(node)) text += node.text.replace(/\s+/g, ' ');
      else {
        if (node.tag === 'br' || node.tag === 'p' || node.tag === 'div') text += '\n';
        walk(node.children);
      }
    }
  };
  walk(children);
  return text;
}
