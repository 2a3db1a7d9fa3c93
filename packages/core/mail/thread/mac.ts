// The code by which we recognise what we minted. Its key stays with the caller.
import { toBase32 } from './base32.ts';

/** A message authentication code of a text, of at least 16 bytes, such as HMAC-SHA-256. */
export type Mac = (text: string) => Uint8Array;

/** 80 bits: a forger would need 2^79 letters on average. */
const macBytes = 10;

export function macOf(mac: Mac, ...of: readonly string[]): string {
  return toBase32(mac(of.join('\n')).subarray(0, macBytes));
}

/** Takes the same time wherever they differ. */
export function isSame(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let difference = 0;
  for (let at = 0; at < one.length; at++) difference |= one.charCodeAt(at) ^ other.charCodeAt(at);
  return difference === 0;
}
