// Secrets of verifications: the code of a link, and a code of six digits. A code is so short that its
// hash needs a key, and is bound to what it verifies.
import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { verifyParameter } from '@opportune/protocol/contact/verification.ts';

const linkForm = /^[\w-]{24}$/;

export function mintLink(): string {
  return randomBytes(18).toString('base64url');
}

export function mintCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0');
}

/** One that does not begin with 9: with that begin longer ones, which pages show. */
export function mintCallCode(): string {
  return String(randomInt(900_000)).padStart(6, '0');
}

export function hashOfLink(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}

export function hashOfCode(key: string, id: string, code: string): Buffer {
  return createHmac('sha256', key).update(`verify ${id} ${code}`).digest();
}

/** In constant time. */
export function isSameHash(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

/** The code of a link in the query of a page's address. Null: there is none of its form. */
export function linkIn(search: string): string | null {
  if (!search.includes(verifyParameter)) return null;
  const code = new URLSearchParams(search).get(verifyParameter);
  return code !== null && linkForm.test(code) ? code : null;
}

/** Six digits, perhaps in two groups and with few words around. Null: the text has none. */
export function codeIn(text: string): string | null {
  if (text.length > mostLength) return null;
  const [, ...digits] = /^\D*(\d{3})[ -]?(\d{3})\D*$/.exec(text) ?? [];
  return digits.length === 0 ? null : digits.join('');
}
const mostLength = 100;
