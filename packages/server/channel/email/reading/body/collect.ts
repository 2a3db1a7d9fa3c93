// Divides the parts of a letter into what is read and what is a file (RFC 2046, RFC 2183, RFC 2387).
import type { LetterFile } from '../letter.ts';
import type { Unread } from '../unread.ts';
import { letterLimits as limits } from '@opportune/protocol/limits/mail.ts';
import { decodeBytes } from '../mime/charset.ts';
import type { Part } from '../mime/parts.ts';
import { decodeWords } from '../mime/words.ts';
import { unflow } from './flowed.ts';

/** One text after another, in the order of the letter: as plain text, as HTML, or as both. */
export interface Said {
  readonly plain: string | null;
  readonly html: string | null;
}

export interface Collected {
  readonly said: readonly Said[];
  readonly files: readonly LetterFile[];
  /** Texts of invitations. */
  readonly calendars: readonly string[];
  readonly unread: readonly Unread[];
  readonly signed: boolean;
  /** Every part, in the order of the letter. */
  readonly parts: readonly Part[];
}

interface Collecting {
  readonly said: Said[];
  readonly files: LetterFile[];
  readonly calendars: string[];
  readonly unread: Unread[];
  readonly parts: Part[];
  signed: boolean;
}

export function collect(root: Part): Collected {
  const into: Collecting = {
    ...{ said: [], files: [], calendars: [], unread: [], parts: [], signed: false },
  };
  visit(root, into, false);
  return into;
}

function visit(part: Part, into: Collecting, isRelated: boolean): void {
  into.parts.push(part);
  const type = part.type.value;
  switch (type) {
    case 'multipart/alternative':
      return visitAlternative(part, into, isRelated);
    case 'multipart/related':
      return visitRelated(part, into);
    case 'multipart/signed':
      into.signed = true;
      return visitSigned(part, into);
    case 'multipart/encrypted':
      into.unread.push({ what: 'encrypted', name: '' });
      return visitAll(part, into);
    default:
      if (type.startsWith('multipart/')) return visitAll(part, into);
      return visitLeaf(part, into, isRelated);
  }
}

function visitAll(part: Part, into: Collecting): void {
  for (const child of part.children) visit(child, into, false);
}

/** The same in several forms: the last plain text and the last HTML count. Files in between are kept. */
function visitAlternative(part: Part, into: Collecting, isRelated: boolean): void {
  const inner: Collecting = { ...into, said: [] };
  for (const child of part.children) visit(child, inner, isRelated);
  into.signed ||= inner.signed;
  const plain = inner.said.findLast((each) => each.plain !== null)?.plain ?? null;
  const html = inner.said.findLast((each) => each.html !== null)?.html ?? null;
  if (plain !== null || html !== null) into.said.push({ plain, html });
}

/** The first part, or the one that `start` names, is the letter; the others are its pictures. */
function visitRelated(part: Part, into: Collecting): void {
  const start = part.type.parameters.get('start');
  const root =
    part.children.find(
      (child) => start !== undefined && child.header.one('content-id') === start,
    ) ?? part.children[0];
  for (const child of part.children) visit(child, into, child !== root);
}

/** What is signed, without the signature itself. */
function visitSigned(part: Part, into: Collecting): void {
  for (const [at, child] of part.children.entries()) {
    const isSignature =
      at > 0 && /(pkcs7|pgp|smil)-signature|x-pkcs7-signature/.test(child.type.value);
    if (isSignature) into.parts.push(child);
    else visit(child, into, false);
  }
}

function visitLeaf(part: Part, into: Collecting, isRelated: boolean): void {
  const type = part.type.value;
  const isFile = part.disposition.value === 'attachment' || nameOf(part) !== '';
  if (type === 'text/calendar' || type === 'application/ics') {
    const { text } = decodeBytes(part.bytes(), part.type.parameters.get('charset') ?? 'utf-8');
    into.calendars.push(text);
    return addFile(part, into, false);
  }
  if (isReport(type)) return;
  if (!isFile && !isRelated && isText(type)) return addText(part, into);
  // A web page that is a part of its own without a name is the letter, wherever it stands.
  if (isRelated && !isFile && type === 'text/html') return addText(part, into);
  note(part, into);
  addFile(part, into, isRelated);
}

function isText(type: string): boolean {
  return /^text\/(?:plain|html|enriched|richtext|markdown|x-markdown)$/.test(type);
}

/** Parts of reports are told as what happened, not as files. */
function isReport(type: string): boolean {
  return /^message\/(?:delivery-status|global-delivery-status|disposition-notification|feedback-report)$/.test(
    type,
  );
}

function addText(part: Part, into: Collecting): void {
  const isHtml = part.type.value === 'text/html';
  const bytes = part.bytes();
  const declared = part.type.parameters.get('charset') ?? (isHtml ? charsetIn(bytes) : null);
  const { text: decoded, guessed } = decodeBytes(bytes, declared);
  if (guessed) into.unread.push({ what: 'charset', name: declared ?? '' });
  const isLong = !isHtml && decoded.length > limits.textLength;
  if (isLong) into.unread.push({ what: 'too-long', name: '' });
  const text = decoded.slice(0, isHtml ? undefined : limits.textLength).replace(/\r\n?/g, '\n');
  if (isHtml) into.said.push({ plain: null, html: text });
  else into.said.push({ plain: flowed(part, withoutTags(part.type.value, text)), html: null });
  if (/^-----BEGIN PGP MESSAGE-----/m.test(text)) into.unread.push({ what: 'encrypted', name: '' });
}

function flowed({ type }: Part, text: string): string {
  if (type.parameters.get('format')?.toLowerCase() !== 'flowed') return text;
  return unflow(text, type.parameters.get('delsp')?.toLowerCase() === 'yes');
}

/** RFC 1896, which some old programs still write. */
function withoutTags(type: string, text: string): string {
  if (type !== 'text/enriched' && type !== 'text/richtext') return text;
  return text
    .replace(/<<|<param>[^<]*<\/param>|<[^<>]{0,60}>/gi, (tag) => (tag === '<<' ? '<' : ''))
    .replace(/(?<!\n)\n(?!\n)/g, ' ');
}

/** The first characters of a page name its character set, if its part does not. */
function charsetIn(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 2_048)).toString('latin1');
  return /<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{1,40})/i.exec(head)?.[1] ?? null;
}

/** What of it cannot be shown, though it is kept. */
function note(part: Part, into: Collecting): void {
  const type = part.type.value;
  const name = nameOf(part);
  if (/^application\/(?:x-)?pkcs7-mime$/.test(type)) {
    const isSigned = part.type.parameters.get('smime-type')?.toLowerCase() === 'signed-data';
    if (isSigned) into.signed = true;
    into.unread.push({ what: 'encrypted', name });
  } else if (/^application\/(?:vnd\.)?ms-tnef$/.test(type) || /^winmail\.dat$/i.test(name))
    into.unread.push({ what: 'tnef', name });
  else if (type === 'message/partial') into.unread.push({ what: 'partial', name });
}

function addFile(part: Part, into: Collecting, isRelated: boolean): void {
  if (into.files.length >= limits.files) {
    if (!into.unread.some(({ what }) => what === 'too-many-parts'))
      into.unread.push({ what: 'too-many-parts', name: '' });
    return;
  }
  const bytes = part.bytes();
  if (bytes.length === 0 && nameOf(part) === '') return;
  const id = part.header.one('content-id')?.trim().replace(/^<|>$/g, '') ?? '';
  into.files.push({
    ...{ name: fileName(part), type: part.type.value, sizeBytes: bytes.length, bytes },
    contentId: id === '' ? null : id,
    inline: isRelated && part.disposition.value !== 'attachment',
  });
}

function nameOf({ disposition, type }: Part): string {
  return disposition.parameters.get('filename') ?? type.parameters.get('name') ?? '';
}

const names: Readonly<Record<string, string>> = {
  ...{ 'message/rfc822': '.eml', 'text/calendar': '.ics', 'application/ics': '.ics' },
  ...{ 'text/rfc822-headers': '.txt', 'text/plain': '.txt', 'text/html': '.html' },
};

/** A forwarded letter is named after its subject. */
function fileName(part: Part): string {
  const name = nameOf(part).split(/[/\\]/).at(-1) ?? '';
  const ending = names[part.type.value];
  if (name !== '' || ending === undefined) return name.slice(0, limits.nameLength);
  if (part.type.value !== 'message/rfc822')
    return `${part.type.value.split('/')[1] ?? ''}${ending}`;
  const subject = /^subject:[ \t]*([^\r\n]*)/im.exec(part.body.slice(0, limits.headerLength))?.[1];
  return `${
    decodeWords(subject ?? '')
      .replace(/[/\\:*?"<>|]/g, '_')
      .slice(0, 100) || 'message'
  }${ending}`;
}
