// A letter as it is kept in the inbox: when it arrived, and its bytes, each as one character. Texts of the
// store may not have the null character, which no letter may have either (RFC 5322, section 2.2).
import { z } from 'zod';
import { jsonOf } from '../../provider/json-of.ts';

const Head = z.object({ at: z.number(), cut: z.literal(true).exactOptional() });

/** `isCut`: the letter is longer than what was fetched of it. */
export function packedLetter(bytes: Uint8Array, at: number, isCut = false): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  return `${JSON.stringify({ at, ...(isCut && { cut: true }) })}\n${text.replaceAll('\0', '\u001a')}`;
}

/** Null: it is none. */
export function unpackedLetter(
  raw: string,
): { readonly at: number; readonly isCut: boolean; readonly bytes: Uint8Array } | null {
  const end = raw.indexOf('\n');
  const head = Head.safeParse(jsonOf(raw.slice(0, Math.max(0, end))));
  if (!head.success) return null;
  const { at, cut: isCut = false } = head.data;
  return { at, isCut, bytes: Buffer.from(raw.slice(end + 1), 'latin1') };
}
