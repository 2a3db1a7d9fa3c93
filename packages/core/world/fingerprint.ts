// A 53-bit hash of text: to recognise an id seen before, and to mint ids that are the same on every
// machine and after every restart. It is no secret, no signature, and puts nobody into an arm.

/**
 * 53 bits of `text`, as an integer. Two multiply-xor lanes with a final avalanche, after cyrb53 by
 * bryc (public domain, https://github.com/bryc/code/blob/master/jshash/experimental/cyrb53.js).
 */
export function fingerprint(text: string, seed = 0): number {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  const first = avalanche(high, low);
  const second = avalanche(low, high);
  return 4294967296 * (2097151 & second) + (first >>> 0);
}

function avalanche(one: number, other: number): number {
  return Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
}

/** 20 letters and digits for `text`: long enough that no two ever meet by chance. */
export function digest(text: string): string {
  return part(text, 1) + part(text, 2);
}

function part(text: string, seed: number): string {
  return fingerprint(text, seed).toString(36).padStart(11, '0').slice(-10);
}
