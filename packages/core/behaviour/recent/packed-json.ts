// JSON as bytes, for data that is kept long and read rarely. Property names are numbers in a shared
// dictionary; a text takes one byte a character if possible. It is lossless and validates nothing.
import type { Json, JsonObject } from '@opportune/protocol/behaviour/event.ts';

const tag = {
  null: 0,
  false: 1,
  true: 2,
  /** 0 to 2^31 − 1. */
  whole: 3,
  double: 4,
  /** One byte a character. */
  narrow: 5,
  wide: 6,
  list: 7,
  object: 8,
} as const;

const mostWords = 4000;
const longestWord = 40;
/** Marks a name that is spelt out instead of numbered. */
const spelt = 0;

/** The last packed value: the first `sizeBytes` of `bytes`, valid until the next call of `pack`. */
export interface Packed {
  readonly bytes: Uint8Array;
  readonly sizeBytes: number;
}

/**
 * Packs and unpacks for many visitors with one dictionary: an account has few names of events and
 * properties, and they make up most of an event. Only the packer that packed a value can unpack it.
 */
export class JsonPacker {
  /** An assigned number never changes. When the dictionary is full, names are spelt out. */
  readonly #words: string[] = [];
  readonly #numbers = new Map<string, number>();
  /** The output buffer, reused for each event. `#end` is the write position. */
  #room = new Uint8Array(256);
  #end = 0;
  /** The read position. */
  #at = 0;
  readonly #double = new DataView(new ArrayBuffer(8));

  /** Packs a name and its subject. */
  pack(name: string, subject: JsonObject | null): Packed {
    this.#end = 0;
    this.#writeWord(name);
    this.#writeValue(subject);
    return { bytes: this.#room, sizeBytes: this.#end };
  }

  /** The name packed at a place. */
  nameAt(bytes: Uint8Array, place: number): string {
    this.#at = place;
    return this.#readWord(bytes);
  }

  /** The subject packed with the name at a place. */
  subjectAt(bytes: Uint8Array, place: number): JsonObject | null {
    this.#at = place;
    this.#readWord(bytes);
    return bytes[this.#at++] === tag.object ? this.#readObject(bytes) : null;
  }

  #ensure(more: number): void {
    if (this.#end + more <= this.#room.length) return;
    const larger = new Uint8Array((this.#end + more) * 2);
    larger.set(this.#room);
    this.#room = larger;
  }

  #writeByte(byte: number): void {
    this.#ensure(1);
    this.#room[this.#end++] = byte;
  }

  /** Seven bits a byte, the lowest first. */
  #writeCount(count: number): void {
    this.#ensure(5);
    let left = count;
    for (; left > 127; left >>>= 7) this.#room[this.#end++] = (left & 127) | 128;
    this.#room[this.#end++] = left;
  }

  #writeWord(word: string): void {
    const known = this.#numbers.get(word);
    if (known !== undefined) return this.#writeCount(known);
    if (this.#words.length < mostWords && word.length <= longestWord) {
      const number = this.#words.push(word);
      this.#numbers.set(word, number);
      return this.#writeCount(number);
    }
    this.#writeCount(spelt);
    this.#writeText(word);
  }

  #writeValue(value: Json): void {
    if (typeof value === 'string') return this.#writeText(value);
    if (typeof value === 'number') return this.#writeNumber(value);
    if (typeof value === 'boolean') return this.#writeByte(value ? tag.true : tag.false);
    if (value === null) return this.#writeByte(tag.null);
    if (Array.isArray(value)) return this.#writeList(value);
    this.#writeObject(value as JsonObject);
  }

  #writeText(text: string): void {
    const from = this.#end;
    this.#writeByte(tag.narrow);
    this.#writeCount(text.length);
    this.#ensure(text.length);
    const room = this.#room;
    const start = this.#end;
    for (let place = 0; place < text.length; place++) {
      const unit = text.charCodeAt(place);
      if (unit > 255) return this.#writeWide(text, from);
      room[start + place] = unit;
    }
    this.#end += text.length;
  }

  #writeWide(text: string, from: number): void {
    this.#end = from;
    this.#writeByte(tag.wide);
    this.#writeCount(text.length);
    this.#ensure(text.length * 2);
    for (let place = 0; place < text.length; place++) {
      const unit = text.charCodeAt(place);
      this.#room[this.#end++] = unit & 255;
      this.#room[this.#end++] = unit >>> 8;
    }
  }

  #writeNumber(value: number): void {
    if ((value | 0) === value && value >= 0 && !Object.is(value, -0)) {
      this.#writeByte(tag.whole);
      return this.#writeCount(value);
    }
    this.#writeByte(tag.double);
    this.#ensure(8);
    this.#double.setFloat64(0, value);
    for (let place = 0; place < 8; place++) this.#room[this.#end++] = this.#double.getUint8(place);
  }

  #writeList(list: readonly Json[]): void {
    this.#writeByte(tag.list);
    this.#writeCount(list.length);
    for (const item of list) this.#writeValue(item);
  }

  #writeObject(value: JsonObject): void {
    let fields = 0;
    for (const _ in value) fields++;
    this.#writeByte(tag.object);
    this.#writeCount(fields);
    for (const key in value) {
      this.#writeWord(key);
      this.#writeValue(value[key] ?? null);
    }
  }

  #readCount(bytes: Uint8Array): number {
    let count = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[this.#at++] ?? 0;
      count |= (byte & 127) << shift;
      if (byte < 128) return count;
    }
  }

  #readWord(bytes: Uint8Array): string {
    const number = this.#readCount(bytes);
    if (number !== spelt) return this.#words[number - 1] ?? '';
    const kind = bytes[this.#at++];
    return this.#readText(bytes, kind === tag.wide);
  }

  #readValue(bytes: Uint8Array): Json {
    const kind = bytes[this.#at++];
    switch (kind) {
      case tag.false:
        return false;
      case tag.true:
        return true;
      case tag.whole:
        return this.#readCount(bytes);
      case tag.double:
        return this.#readDouble(bytes);
      case tag.narrow:
      case tag.wide:
        return this.#readText(bytes, kind === tag.wide);
      case tag.list:
        return Array.from({ length: this.#readCount(bytes) }, () => this.#readValue(bytes));
      case tag.object:
        return this.#readObject(bytes);
      default:
        return null;
    }
  }

  #readText(bytes: Uint8Array, wide: boolean): string {
    const length = this.#readCount(bytes);
    const from = this.#at;
    this.#at += wide ? length * 2 : length;
    const units = wide
      ? Uint16Array.from({ length }, (_, place) => unitAt(bytes, from + place * 2))
      : bytes.subarray(from, this.#at);
    return Reflect.apply(String.fromCharCode, null, units);
  }

  #readDouble(bytes: Uint8Array): number {
    for (let place = 0; place < 8; place++) this.#double.setUint8(place, bytes[this.#at++] ?? 0);
    return this.#double.getFloat64(0);
  }

  #readObject(bytes: Uint8Array): JsonObject {
    const fields: [string, Json][] = [];
    for (let left = this.#readCount(bytes); left > 0; left--) {
      const key = this.#readWord(bytes);
      fields.push([key, this.#readValue(bytes)]);
    }
    // Makes every name an own field, including names that are special in the language.
    return Object.fromEntries(fields);
  }
}

function unitAt(bytes: Uint8Array, place: number): number {
  return (bytes[place] ?? 0) | ((bytes[place + 1] ?? 0) << 8);
}
