// Reads a letter as it is kept in the inbox: everything but the bytes of its files, or one file. Of a
// letter that cannot be read, its head.
import { letterLimits } from '@opportune/protocol/limits/mail.ts';
import type { Letter, LetterFile, OwnMail } from '../reading/letter.ts';
import { readLetterNow } from '../reading/read-letter.ts';
import { keyOf } from './letter-key.ts';
import { unpackedLetter } from './packed-letter.ts';

export interface ReadLetter {
  /** Its files have no bytes. */
  readonly letter: Letter;
  readonly key: string;
  /** When it arrived. */
  readonly at: number;
  /** Its only file is itself, because it cannot be read. */
  readonly asFile: boolean;
}

/** Null: it is no letter. */
export function readPacked(raw: string, own: OwnMail): ReadLetter | null {
  const unpacked = unpackedLetter(raw);
  if (unpacked === null) return null;
  const letter = readLetterNow(unpacked.bytes, own);
  const key = keyOf(letter, unpacked.bytes);
  const files = letter.files.map((file) => ({ ...file, bytes: new Uint8Array() }));
  const unread = unreadOf(letter, unpacked.isCut);
  return { letter: { ...letter, files, unread }, key, at: unpacked.at, asFile: false };
}

/** A letter of which only the beginning was fetched says so. */
function unreadOf({ unread }: Letter, isCut: boolean): Letter['unread'] {
  const isSaid = unread.some(({ what }) => what === 'too-long');
  return isCut && !isSaid ? [{ what: 'too-long', name: '' }, ...unread] : unread;
}

/** The same key as if it were read. Null: it is no letter. */
export function readHead(raw: string, own: OwnMail): ReadLetter | null {
  const unpacked = unpackedLetter(raw);
  if (unpacked === null) return null;
  const { bytes, at } = unpacked;
  const head = readLetterNow(headOf(bytes), own);
  const name = `${head.subject.replace(/[/\\:*?"<>|]/g, '_').slice(0, 100) || 'message'}.eml`;
  const file: LetterFile = {
    ...{ name, type: 'message/rfc822', sizeBytes: bytes.length, bytes: new Uint8Array() },
    ...{ contentId: null, inline: false },
  };
  const letter: Letter = {
    ...head,
    ...{ text: '', folded: [], html: null, remoteImages: false, files: [file] },
    // What it says of itself is in a part that was not read. It is shown as any letter is.
    kind: head.kind.type === 'auto-reply' ? head.kind : { type: 'person' },
    unread: [{ what: 'too-hard', name: '' }],
  };
  return { letter, key: keyOf(head, bytes), at, asFile: true };
}

/** Without its body. */
function headOf(bytes: Uint8Array): Uint8Array {
  const most = Buffer.from(bytes.subarray(0, letterLimits.headerLength));
  const end = /\r?\n\r?\n/.exec(most.toString('latin1'));
  return end === null ? most : most.subarray(0, end.index + end[0].length);
}

/** Null: there is none at this place. */
export function readFile(raw: string, own: OwnMail, place: number): LetterFile | null {
  const unpacked = unpackedLetter(raw);
  return unpacked === null ? null : (readLetterNow(unpacked.bytes, own).files[place] ?? null);
}
