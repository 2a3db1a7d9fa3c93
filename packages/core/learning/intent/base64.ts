// Numbers to text and back, bit by bit, for stored models: base64 of little-endian IEEE 754 numbers
// (RFC 4648 §4). Rejects texts of an unexpected length.

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const valueOfLetter = new Map([...letters].map((letter, at) => [letter, at]));

/** The numbers as base64. */
export function numbersToText(numbers: Float64Array | Float32Array): string {
  const { view, bytes } = viewOf(numbers.length, numbers.BYTES_PER_ELEMENT);
  const isLong = numbers.BYTES_PER_ELEMENT === 8;
  numbers.forEach((value: number, at: number) => {
    if (isLong) view.setFloat64(at * 8, value, true);
    else view.setFloat32(at * 4, value, true);
  });
  const words: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) words.push(wordOf(bytes, at));
  return words.join('');
}

function wordOf(bytes: Uint8Array, at: number): string {
  const left = bytes.length - at;
  const word = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
  const letter = (shift: number): string => letters.charAt((word >> shift) & 63);
  const third = left > 1 ? letter(6) : '=';
  return `${letter(18)}${letter(12)}${third}${left > 2 ? letter(0) : '='}`;
}

/**
 * Fills `numbers` from a text that `numbersToText` wrote. False if it did not write it; the numbers
 * are then undefined.
 */
export function textToNumbers(text: string, numbers: Float64Array | Float32Array): boolean {
  const each = numbers.BYTES_PER_ELEMENT;
  const { view, bytes } = viewOf(numbers.length, each);
  if (text.length !== Math.ceil(bytes.length / 3) * 4) return false;
  for (let at = 0; at < bytes.length; at++) {
    const place = Math.floor((at * 8) / 6);
    const first = valueOfLetter.get(text.charAt(place));
    const second = valueOfLetter.get(text.charAt(place + 1));
    if (first === undefined || second === undefined) return false;
    const shift = (at % 3) * 2 + 2;
    bytes[at] = (first << shift) | (second >> (6 - shift));
  }
  for (let at = 0; at < numbers.length; at++)
    numbers[at] = each === 8 ? view.getFloat64(at * 8, true) : view.getFloat32(at * 4, true);
  return numbers.every((value: number) => Number.isFinite(value));
}

function viewOf(many: number, each: number): { view: DataView; bytes: Uint8Array } {
  const bytes = new Uint8Array(many * each);
  return { view: new DataView(bytes.buffer), bytes };
}
