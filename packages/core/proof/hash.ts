/*
 * The hash that assigns visitors to buckets: MurmurHash3 x86_32 over UTF-8, seed 0. ClickHouse's
 * `murmurHash3_32(concat(salt, ':', visitor)) % 10000` gives the same bucket, so an auditor can
 * repeat every assignment in SQL. It distributes evenly. It is neither a secret nor a signature.
 */

/** The number of buckets under a salt. One bucket is one basis point. */
export const BUCKETS = 10_000;

/**
 * The bucket, 0 to 9,999, of a visitor under a salt. It never changes, and buckets under different
 * salts are independent.
 */
export function bucket(salt: string, visitorId: string): number {
  return murmur3(`${salt}:${visitorId}`) % BUCKETS;
}

/**
 * MurmurHash3 x86_32 of the UTF-8 bytes of `text`, as an unsigned 32-bit number. Source: Austin
 * Appleby, SMHasher, MurmurHash3.cpp (public domain), https://github.com/aappleby/smhasher. Lone
 * surrogates hash as U+FFFD, as TextEncoder encodes them.
 */
export function murmur3(text: string, seed = 0): number {
  const whole = text.length & ~3;
  let hash = seed | 0;
  let seen = 0;
  for (let at = 0; at < whole; at += 4) {
    const first = text.charCodeAt(at);
    const second = text.charCodeAt(at + 1);
    const third = text.charCodeAt(at + 2);
    const fourth = text.charCodeAt(at + 3);
    seen |= first | second | third | fourth;
    hash = mix(hash, first | (second << 8) | (third << 16) | (fourth << 24));
  }
  let rest = 0;
  for (let at = whole; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    seen |= unit;
    rest |= unit << (8 * (at - whole));
  }
  // One check for all characters: in text that is not ASCII the bytes differ from the UTF-16 units.
  if (seen > 0x7f) return murmur3Bytes(utf8(text), seed);
  return avalanche(hash ^ scramble(rest) ^ text.length);
}

/** MurmurHash3 x86_32 of bytes, as an unsigned 32-bit number. */
export function murmur3Bytes(bytes: readonly number[], seed = 0): number {
  const whole = bytes.length & ~3;
  let hash = seed | 0;
  for (let at = 0; at < whole; at += 4) hash = mix(hash, littleEndian(bytes, at));
  return avalanche(hash ^ scramble(littleEndian(bytes, whole)) ^ bytes.length);
}

/** Four bytes as a little-endian word. Zero past the end, where `scramble(0)` is 0. */
function littleEndian(bytes: readonly number[], at: number): number {
  return (
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24)
  );
}

function mix(hash: number, word: number): number {
  return (Math.imul(rotateLeft(hash ^ scramble(word), 13), 5) + 0xe6546b64) | 0;
}

function scramble(word: number): number {
  return Math.imul(rotateLeft(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function avalanche(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function utf8(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) pushUtf8(bytes, scalar(character.codePointAt(0) ?? 0xfffd));
  return bytes;
}

function scalar(point: number): number {
  return point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
}

function pushUtf8(bytes: number[], point: number): void {
  const more = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
  if (more === 0) bytes.push(point);
  else bytes.push(((0xf80 >> more) & 0xff) | (point >> (6 * more)));
  for (let left = more - 1; left >= 0; left--) bytes.push(0x80 | ((point >> (6 * left)) & 63));
}
