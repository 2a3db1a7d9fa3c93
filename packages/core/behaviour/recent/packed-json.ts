// JSON as bytes, for what is kept long and read seldom: names of properties are numbers of a book of
// words, a text takes a byte a character where that is enough. It loses nothing and checks nothing.
import type { Json, JsonObject } from '@opportune/protocol/behaviour/event.ts';

const tag = {
  null: 0,
  false: 1,
  true: 2,
  /** 0 to 2^31 − 1. */
  whole: 3,
  double: 4,
  /** A byte a character. */
  narrow: 5,
  wide: 6,
  list: 7,
  object: 8,
} as const;

/**
 * Names of events and of properties met so far, one book for all visitors: an account has few, and
 * they are most of an event. A number once given stays; when the book is full, names are spelt out.
 */
const words: string[] = [];
const numberOfWord = new Map<string, number>();
const mostWords = 4000;
const longestWord = 40;
/** Before a name that is spelt out, in the place of a number. */
const spelt = 0;

/** Where values are written, anew for each event; `end` is how far. */
let room = new Uint8Array(2048);
let end = 0;

/** What was packed last: the first `sizeBytes` of `bytes`, until something else is packed. */
export interface Packed {
  readonly bytes: Uint8Array;
  readonly sizeBytes: number;
}

/** Packs a name and what belongs to it. */
export function pack(name: string, subject: JsonObject | null): Packed {
  end = 0;
  writeWord(name);
  writeValue(subject);
  return { bytes: room, sizeBytes: end };
}

/** The name packed at a place. */
export function nameAt(bytes: Uint8Array, place: number): string {
  at = place;
  return readWord(bytes);
}

/** What was packed with the name at a place. */
export function subjectAt(bytes: Uint8Array, place: number): JsonObject | null {
  at = place;
  readWord(bytes);
  return bytes[at++] === tag.object ? readObject(bytes) : null;
}

function ensure(more: number): void {
  if (end + more <= room.length) return;
  const larger = new Uint8Array((end + more) * 2);
  larger.set(room);
  room = larger;
}

function writeByte(byte: number): void {
  ensure(1);
  room[end++] = byte;
}

/** Seven bits a byte, the lowest first. */
function writeCount(count: number): void {
  ensure(5);
  let left = count;
  for (; left > 127; left >>>= 7) room[end++] = (left & 127) | 128;
  room[end++] = left;
}

function writeWord(word: string): void {
  const known = numberOfWord.get(word);
  if (known !== undefined) return writeCount(known);
  if (words.length < mostWords && word.length <= longestWord) {
    words.push(word);
    numberOfWord.set(word, words.length);
    return writeCount(words.length);
  }
  writeCount(spelt);
  writeText(word);
}

function writeValue(value: Json): void {
  if (typeof value === 'string') return writeText(value);
  if (typeof value === 'number') return writeNumber(value);
  if (typeof value === 'boolean') return writeByte(value ? tag.true : tag.false);
  if (value === null) return writeByte(tag.null);
  if (Array.isArray(value)) return writeList(value);
  writeObject(value as JsonObject);
}

function writeText(text: string): void {
  const from = end;
  writeByte(tag.narrow);
  writeCount(text.length);
  ensure(text.length);
  for (let place = 0; place < text.length; place++) {
    const unit = text.charCodeAt(place);
    if (unit > 255) return writeWide(text, from);
    room[end + place] = unit;
  }
  end += text.length;
}

function writeWide(text: string, from: number): void {
  end = from;
  writeByte(tag.wide);
  writeCount(text.length);
  ensure(text.length * 2);
  for (let place = 0; place < text.length; place++) {
    const unit = text.charCodeAt(place);
    room[end++] = unit & 255;
    room[end++] = unit >>> 8;
  }
}

const oneDouble = new Float64Array(1);
const bytesOfDouble = new Uint8Array(oneDouble.buffer);

function writeNumber(value: number): void {
  if ((value | 0) === value && value >= 0 && !Object.is(value, -0)) {
    writeByte(tag.whole);
    return writeCount(value);
  }
  writeByte(tag.double);
  ensure(8);
  oneDouble[0] = value;
  room.set(bytesOfDouble, end);
  end += 8;
}

function writeList(list: readonly Json[]): void {
  writeByte(tag.list);
  writeCount(list.length);
  for (const item of list) writeValue(item);
}

function writeObject(value: JsonObject): void {
  let fields = 0;
  for (const _ in value) fields++;
  writeByte(tag.object);
  writeCount(fields);
  for (const key in value) {
    writeWord(key);
    writeValue(value[key] ?? null);
  }
}

/** Where the next value is read. */
let at = 0;

function readCount(bytes: Uint8Array): number {
  let count = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++] ?? 0;
    count |= (byte & 127) << shift;
    if (byte < 128) return count;
  }
}

function readWord(bytes: Uint8Array): string {
  const number = readCount(bytes);
  if (number !== spelt) return words[number - 1] ?? '';
  const kind = bytes[at++];
  return readText(bytes, kind === tag.wide);
}

function readValue(bytes: Uint8Array): Json {
  const kind = bytes[at++];
  switch (kind) {
    case tag.false:
      return false;
    case tag.true:
      return true;
    case tag.whole:
      return readCount(bytes);
    case tag.double:
      return readDouble(bytes);
    case tag.narrow:
    case tag.wide:
      return readText(bytes, kind === tag.wide);
    case tag.list:
      return Array.from({ length: readCount(bytes) }, () => readValue(bytes));
    case tag.object:
      return readObject(bytes);
    default:
      return null;
  }
}

function readText(bytes: Uint8Array, wide: boolean): string {
  const length = readCount(bytes);
  const from = at;
  at += wide ? length * 2 : length;
  const units = wide
    ? Uint16Array.from({ length }, (_, place) => unitAt(bytes, from + place * 2))
    : bytes.subarray(from, at);
  return Reflect.apply(String.fromCharCode, null, units);
}

function unitAt(bytes: Uint8Array, place: number): number {
  return (bytes[place] ?? 0) | ((bytes[place + 1] ?? 0) << 8);
}

function readDouble(bytes: Uint8Array): number {
  for (let place = 0; place < 8; place++) bytesOfDouble[place] = bytes[at++] ?? 0;
  return oneDouble[0] ?? 0;
}

function readObject(bytes: Uint8Array): JsonObject {
  const fields: [string, Json][] = [];
  for (let left = readCount(bytes); left > 0; left--) {
    const key = readWord(bytes);
    fields.push([key, readValue(bytes)]);
  }
  // Makes every name a field of its own, also those that mean something to the language.
  return Object.fromEntries(fields);
}
