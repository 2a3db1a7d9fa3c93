// The key of a letter: the same in whichever folder it is found and however often it is fetched, and
// different for two letters under one Message-ID.
import { createHash } from 'node:crypto';
import type { Letter } from '../reading/letter.ts';

/** Without the fields that servers add on the way, which differ from copy to copy. */
export function keyOf({ messageId, from, at, subject }: Letter, bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = ['\r\n\r\n', '\n\n'].map((gap) => buffer.indexOf(gap)).filter((found) => found >= 0);
  const head = JSON.stringify([messageId, from?.address, at, subject]);
  const hash = createHash('sha256').update(head).update('\n');
  const body = buffer.subarray(Math.min(...end, buffer.length));
  return `mail:${hash.update(body).digest('base64url')}`;
}
