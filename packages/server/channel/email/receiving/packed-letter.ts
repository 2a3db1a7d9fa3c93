// A letter as it is kept in the inbox: when it arrived, and its bytes, each as one character. Texts of the
// store may not have the null character, which no letter may have either (RFC 5322, section 2.2).
import { z } from 'zod';
import { jsonOf } from '../../provider/json-of.ts';

const Head = z.object({ at: z.number() });

export function packedLetter(bytes: Uint8Array, at: number): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  return `${JSON.stringify({ at })}\n${text.replaceAll('\0', '\u001a')}`;
}

/** Null: it is none. */
export function unpackedLetter(
  raw: string,
): { readonly at: number; readonly bytes: Uint8Array } | null {
  const end = raw.indexOf('\n');
  const head = Head.safeParse(jsonOf(raw.slice(0, Math.max(0, end))));
  return head.success
    ? { at: head.data.at, bytes: Buffer.from(raw.slice(end + 1), 'latin1') }
    : null;
}
