// The type of a file by its first bytes (for text, by all of them). The name and the browser's
// statement are never used. Markup is not plain text: content that a browser could take for a page
// has no type here.
import type { MediaType } from '@opportune/protocol/conversation/attachment.ts';

/** Signatures from the formats' specifications, each at the very beginning. */
const signatures: readonly (readonly [MediaType, readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38, 0x37, 0x61]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38, 0x39, 0x61]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
];
const riff = [0x52, 0x49, 0x46, 0x46];
const webp = [0x57, 0x45, 0x42, 0x50];

/** Null: no known type. */
export function mediaTypeOf(bytes: Uint8Array): MediaType | null {
  const found = signatures.find(([, signature]) => begins(bytes, signature, 0));
  if (found !== undefined) return found[0];
  if (begins(bytes, riff, 0) && begins(bytes, webp, 8)) return 'image/webp';
  return isPlainText(bytes) ? 'text/plain' : null;
}

function begins(bytes: Uint8Array, signature: readonly number[], at: number): boolean {
  return signature.every((byte, index) => bytes[at + index] === byte);
}

function isPlainText(bytes: Uint8Array): boolean {
  if (bytes.length === 0 || hasControls(bytes)) return false;
  const text = utf8(bytes);
  return text !== null && !/^[\s\ufeff]*<[!?/a-z]/i.test(text);
}

/**
 * Control characters that no text has: below the space only tab, line feed, form feed and carriage
 * return are allowed.
 */
function hasControls(bytes: Uint8Array): boolean {
  return bytes.some(
    (byte) =>
      byte === 0x7f ||
      (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d),
  );
}

/**
 * The text of well-formed UTF-8, as much as is needed to see how it begins. Null if it is not UTF-8
 * (RFC 3629, section 4).
 */
function utf8(bytes: Uint8Array): string | null {
  let head = '';
  for (let at = 0; at < bytes.length;) {
    const code = codePointAt(bytes, at);
    if (code === null) return null;
    if (head.length < headLength) head += String.fromCodePoint(code);
    at += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return head;
}
const headLength = 1024;

function codePointAt(bytes: Uint8Array, at: number): number | null {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return first;
  const more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
  if (first < 0xc2 || first > 0xf4) return null;
  let code = first & (0x3f >> more);
  for (let index = 1; index <= more; index++) {
    const next = bytes[at + index] ?? 0;
    if ((next & 0xc0) !== 0x80) return null;
    code = (code << 6) | (next & 0x3f);
  }
  const least = [0, 0x80, 0x800, 0x10000][more] ?? 0;
  const surrogate = code >= 0xd800 && code <= 0xdfff;
  return code < least || code > 0x10ffff || surrogate ? null : code;
}
