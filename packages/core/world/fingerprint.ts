// A 53-bit hash of text: to recognise an id seen before, and to create ids that are the same on
// every machine and after every restart. It is neither a secret nor a signature, and assigns nobody
// to an arm.

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

const letters = Array.from('0123456789abcdefghijklmnopqrstuvwxyz', (each) => each.charCodeAt(0));
/** The largest power of 36 whose digits all fit into 31 bits, as a divisor. */
const fiveDigits = 36 ** 5;

/** 20 letters and digits for `text`: long enough that accidental collisions do not occur. */
export function digest(text: string): string {
  const digits: number[] = [];
  addTen(fingerprint(text, 1), digits);
  addTen(fingerprint(text, 2), digits);
  return String.fromCharCode(...digits);
}

/**
 * The ten lower digits of an integer to base 36. Computed in two halves, which are small:
 * `toString(36)` takes ten times as long.
 */
function addTen(print: number, digits: number[]): void {
  const high = Math.floor(print / fiveDigits);
  addFive(high % fiveDigits, digits);
  addFive(print - high * fiveDigits, digits);
}

function addFive(number: number, digits: number[]): void {
  let left = number;
  for (let power = fiveDigits / 36; power >= 1; power /= 36) {
    const digit = Math.floor(left / power);
    digits.push(letters[digit] ?? 0);
    left -= digit * power;
  }
}
