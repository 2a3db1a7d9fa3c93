// A file of a letter, read from the letter as it was received.
import type { Fetched, MediaBounds } from '@opportune/core/ports/channel.ts';
import type { OwnMail } from '../reading/letter.ts';
import { readLetterNow } from '../reading/read-letter.ts';
import { unpackedLetter } from './packed-letter.ts';

/** `reference`: the key of its item, and its place among the files. */
export function enclosedFile(
  raw: string,
  own: OwnMail,
  reference: string,
  { mostBytes }: MediaBounds,
): Fetched {
  const unpacked = unpackedLetter(raw);
  const at = Number(/\/(\d{1,6})$/.exec(reference)?.[1] ?? Number.NaN);
  const file = unpacked === null ? undefined : readLetterNow(unpacked.bytes, own).files[at];
  if (file === undefined) return { type: 'gone' };
  if (file.bytes.length > mostBytes) return { type: 'too-large' };
  return { type: 'media', name: file.name === '' ? null : file.name, bytes: bytesOf(file.bytes) };
}

async function* bytesOf(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
