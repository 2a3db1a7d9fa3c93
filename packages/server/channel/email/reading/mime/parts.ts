// The parts of a message (RFC 2046), as a tree. Its size, depth and number of parts are bounded: what
// is beyond stays undivided, and is told.
import { letterLimits as limits } from '@opportune/protocol/limits/mail.ts';
import type { Unread } from '../unread.ts';
import { type Header, readHeader } from './headers.ts';
import { type Parametrised, readParameters } from './parameters.ts';
import { decodeTransfer } from './transfer.ts';

export interface Part {
  readonly header: Header;
  readonly type: Parametrised;
  readonly disposition: Parametrised;
  /** Empty unless it is a multipart. */
  readonly children: readonly Part[];
  /** Without its transfer encoding. */
  bytes(): Uint8Array;
  /** As it came, a character a byte. */
  readonly body: string;
}

export interface Parsed {
  readonly root: Part;
  readonly unread: readonly Unread[];
}

interface Parsing {
  readonly unread: Unread[];
  parts: number;
}

export function parseParts(raw: Uint8Array): Parsed {
  const parsing: Parsing = { unread: [], parts: 0 };
  const isLong = raw.length > limits.letterBytes;
  if (isLong) parsing.unread.push({ what: 'too-long', name: '' });
  const text = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.length, limits.letterBytes));
  // A file of a mailbox begins with a line of its own.
  const source = text.toString('latin1').replace(/^From [^\r\n]*\r?\n/, '');
  return { root: parsePart(source, 'text/plain', 0, parsing), unread: parsing.unread };
}

function parsePart(source: string, standard: string, depth: number, parsing: Parsing): Part {
  parsing.parts += 1;
  const { head, body } = split(source);
  const header = readHeader(head);
  const given = readParameters(header.one('content-type'));
  // A type without a slash is none (RFC 2045, section 5.2).
  const type = /^[^/\s]+\/[^/\s]+$/.test(given.value) ? given : { ...given, value: standard };
  const encoding = header.one('content-transfer-encoding') ?? '';
  return {
    ...{ header, type, body },
    disposition: readParameters(header.one('content-disposition')),
    children: type.value.startsWith('multipart/') ? childrenOf(body, type, depth, parsing) : [],
    bytes: () => decodeTransfer(body, encoding.replace(/\(.*\)/, '')),
  };
}

/** A header ends with an empty line, or with the first line that cannot be one. */
function split(source: string): { readonly head: string; readonly body: string } {
  const start = /^(?:\r\n|\n|\r)/.exec(source)?.[0];
  if (start !== undefined) return { head: '', body: source.slice(start.length) };
  const end = /\r\n\r\n|\n\n|\r\r|\n\r\n/.exec(source.slice(0, limits.headerLength));
  if (end !== null)
    return { head: source.slice(0, end.index), body: source.slice(end.index + end[0].length) };
  return source.length > limits.headerLength
    ? { head: source.slice(0, limits.headerLength), body: source.slice(limits.headerLength) }
    : { head: source, body: '' };
}

function childrenOf(body: string, type: Parametrised, depth: number, parsing: Parsing): Part[] {
  const boundary = type.parameters.get('boundary')?.trim() ?? '';
  const standard = type.value === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
  if (depth >= limits.depth) {
    parsing.unread.push({ what: 'too-deep', name: '' });
    return [];
  }
  const children: Part[] = [];
  for (const source of boundary === '' ? [] : piecesOf(body, boundary)) {
    if (parsing.parts >= limits.parts) {
      parsing.unread.push({ what: 'too-many-parts', name: '' });
      break;
    }
    children.push(parsePart(source, standard, depth + 1, parsing));
  }
  // A multipart without a boundary, or without a part, is read as text.
  if (
    children.length === 0 &&
    body.trim() !== '' &&
    (boundary === '' || !body.includes(`--${boundary}`))
  )
    children.push(parsePart(`\r\n${body}`, 'text/plain', depth + 1, parsing));
  return children;
}

/** Between the boundary's lines. The last piece may lack its end. */
function* piecesOf(body: string, boundary: string): Generator<string> {
  const mark = `--${boundary}`;
  let start = -1;
  for (let at = body.startsWith(mark) ? 0 : nextMark(body, mark, 0); at >= 0;) {
    const end = at + mark.length;
    const { 0: rest = '', index: lineEnd } = lineRest(body, end);
    const isEnd = rest.startsWith('--');
    // Another boundary may begin like this one.
    if (!isEnd && rest.trim() !== '') {
      at = nextMark(body, mark, end);
      continue;
    }
    if (start >= 0) yield body.slice(start, Math.max(start, beforeBreak(body, at)));
    start = isEnd ? -1 : lineEnd;
    if (isEnd) return;
    at = nextMark(body, mark, end);
  }
  if (start >= 0) yield body.slice(start);
}

function nextMark(body: string, mark: string, from: number): number {
  const at = body.indexOf(`\n${mark}`, Math.max(0, from - 1));
  return at < 0 ? -1 : at + 1;
}

function lineRest(body: string, from: number): { readonly 0: string; readonly index: number } {
  const at = body.indexOf('\n', from);
  return at < 0
    ? { 0: body.slice(from), index: body.length }
    : { 0: body.slice(from, at), index: at + 1 };
}

/** The line break before a boundary belongs to it. */
function beforeBreak(body: string, at: number): number {
  if (body.charAt(at - 1) !== '\n') return at;
  return body.charAt(at - 2) === '\r' ? at - 2 : at - 1;
}
