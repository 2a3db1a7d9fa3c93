// A file of a letter, read from the letter as it was received.
import { isUtf8 } from 'node:buffer';
import type { Fetched, MediaBounds } from '@opportune/core/ports/channel.ts';
import type { OwnMail } from '../reading/letter.ts';
import { unpackedLetter } from './packed-letter.ts';
import type { LetterReader } from './read-apart.ts';

/** How the file is called that is the whole letter, because it cannot be read. */
export const wholeLetter = 'whole';

/** `reference`: the key of its item, and its place among the files. */
export async function enclosedFile(
  { reader, own }: { readonly reader: LetterReader; readonly own: OwnMail },
  raw: string,
  reference: string,
  { mostBytes }: MediaBounds,
): Promise<Fetched> {
  if (reference.endsWith(`/${wholeLetter}`)) return wholeFile(raw, mostBytes);
  const place = Number(/\/(\d{1,6})$/.exec(reference)?.[1] ?? Number.NaN);
  const file = Number.isNaN(place) ? null : await reader.file(raw, own, place);
  if (file === null) return { type: 'gone' };
  if (file.bytes.length > mostBytes) return { type: 'too-large' };
  return { type: 'media', name: file.name === '' ? null : file.name, bytes: bytesOf(file.bytes) };
}

/**
 * As text that a program for e-mails opens. It is cut to what a file may have: the inbox has all. The
 * line before it makes it no page, whatever it begins with.
 */
function wholeFile(raw: string, mostBytes: number): Fetched {
  const unpacked = unpackedLetter(raw);
  if (unpacked === null) return { type: 'gone' };
  const text = unreadLine + asText(unpacked.bytes.subarray(0, mostBytes));
  const bytes = new Uint8Array(Math.min(mostBytes, Buffer.byteLength(text)));
  // It writes whole characters only.
  const { written } = new TextEncoder().encodeInto(text, bytes);
  return { type: 'media', name: null, bytes: bytesOf(bytes.subarray(0, written)) };
}

const unreadLine = 'X-Unread: this e-mail could not be read and is kept as it came\r\n';

/** Files of text are UTF-8 without control characters; each byte that is neither becomes a sign. */
function asText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const text = isUtf8(buffer) ? buffer.toString('utf8') : buffer.toString('latin1');
  // oxlint-disable-next-line no-control-regex -- the characters that no text has
  return text.replace(/[\0-\x08\x0b\x0e-\x1f\x7f]/g, pictureOf);
}

/** The picture that Unicode has for a control character. */
function pictureOf(control: string): string {
  const code = control.charCodeAt(0);
  return String.fromCharCode(code === 0x7f ? 0x2421 : 0x2400 + code);
}

async function* bytesOf(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
