// Inspects the bytes of a JSON text before it is parsed: the number of values, the text at a few
// paths, and the length of each item of a list. Each question scans the bytes once, allocates nothing
// and does not recurse. `scanBody` answers those of a whole body in one scan. It does not validate the JSON; the parser does, once somebody pays for it.

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;
const openList = 0x5b;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;
/** By byte: 1 if it begins or ends a text, list or object, or separates values. */
const isSign = new Uint8Array(256);
for (const sign of [quote, comma, openList, closeList, openObject, closeObject]) isSign[sign] = 1;

/**
 * The longest text that `textAt` returns, in bytes as written. Keys and session names are shorter.
 */
const longestText = 512;

/** Names in objects and indexes in lists, from the outermost value inwards. */
export type JsonPath = readonly (string | number)[];

/** The number of values in the text, in lists and objects at any depth. */
export function countValues(bytes: Uint8Array): number {
  let values = 1;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === quote) at = endOfText(bytes, at);
    else if (byte === comma || byte === openList || byte === openObject) values++;
  }
  return values;
}

export interface ScannedBody {
  /** The text under the name of the key, as `textAt` returns it. */
  readonly key: string | null;
  /** The number of bytes of each item of the list, as `itemSizes` returns it. */
  readonly sizes: readonly number[] | null;
  /** As `countValues` counts them in any JSON. */
  readonly values: number;
}

/** What three scans find, for names of the outermost object, in one. */
export function scanBody(bytes: Buffer, keyName: string, listName: string): ScannedBody {
  const walk: Walk = { bytes, at: skipSpace(bytes, 0), values: 1 };
  let keyAt = -1;
  let sizes: number[] | null = null;
  let isWhole = bytes[walk.at] === openObject;
  if (isWhole) enter(walk);
  while (isWhole && bytes[walk.at] === quote) {
    const name = walk.at;
    const end = endOfText(bytes, name);
    const value = afterColon(bytes, end + 1);
    isWhole = value !== -1;
    if (!isWhole) break;
    walk.at = value;
    if (isNamed(bytes, name, end, keyName)) keyAt = value;
    if (isNamed(bytes, name, end, listName))
      sizes = bytes[value] === openList ? sizesIn(walk) : null;
    if (walk.at === value) skipValue(walk);
    skipComma(walk);
  }
  const rest = walk.at < bytes.length ? countValues(bytes.subarray(walk.at)) - 1 : 0;
  const key = isWhole && keyAt !== -1 ? textFrom(bytes, keyAt) : null;
  return { key, sizes: isWhole ? sizes : null, values: walk.values + rest };
}

interface Walk {
  readonly bytes: Buffer;
  at: number;
  values: number;
}

/** Passes the bracket that begins an object or list. */
function enter(walk: Walk): void {
  walk.values++;
  walk.at = skipSpace(walk.bytes, walk.at + 1);
}

/** The number of bytes of each item of the list that begins here, which is passed. */
function sizesIn(walk: Walk): number[] {
  const { bytes } = walk;
  const sizes: number[] = [];
  enter(walk);
  while (walk.at < bytes.length && bytes[walk.at] !== closeList) {
    const from = walk.at;
    skipValue(walk);
    sizes.push(walk.at - from);
    skipComma(walk);
  }
  walk.at++;
  return sizes;
}

/** As `endOfValue`, but also counts the values. */
function skipValue(walk: Walk): void {
  const { bytes } = walk;
  const from = walk.at;
  let [depth, values, at] = [0, 0, from];
  for (; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (isSign[byte] === 0) continue;
    if (byte === quote) at = endOfText(bytes, at);
    else if (byte === comma) {
      if (depth === 0) break;
      values++;
    } else if (byte === openList || byte === openObject) {
      depth++;
      values++;
    } else if (--depth <= 0) {
      if (depth === 0) at++;
      break;
    }
  }
  walk.at = Math.min(bytes.length, Math.max(at, from + 1));
  walk.values += values;
}

function skipComma(walk: Walk): void {
  const at = skipSpace(walk.bytes, walk.at);
  if (walk.bytes[at] === comma) {
    walk.values++;
    walk.at = skipSpace(walk.bytes, at + 1);
  } else walk.at = at;
}

/** The text at a path. Null if there is none, or one longer than any key. */
export function textAt(bytes: Buffer, path: JsonPath): string | null {
  const at = find(bytes, path);
  return at === -1 ? null : textFrom(bytes, at);
}

function textFrom(bytes: Buffer, at: number): string | null {
  if (bytes[at] !== quote) return null;
  const end = endOfText(bytes, at);
  if (end - at > longestText) return null;
  return parsedText(bytes, at, end);
}

/** The bytes of each item of the list at a path, not copied. Null if there is no list. */
export function itemsAt(bytes: Buffer, path: JsonPath): readonly Buffer[] | null {
  const items: Buffer[] = [];
  const isList = eachItem(bytes, path, (at, end) => items.push(bytes.subarray(at, end)));
  return isList ? items : null;
}

/** The number of bytes of each item of the list at a path. Null if there is no list. */
export function itemSizes(bytes: Buffer, path: JsonPath): readonly number[] | null {
  const sizes: number[] = [];
  return eachItem(bytes, path, (at, end) => sizes.push(end - at)) ? sizes : null;
}

/** False if there is no list. */
function eachItem(bytes: Buffer, path: JsonPath, take: (at: number, end: number) => void): boolean {
  const list = find(bytes, path);
  if (list === -1 || bytes[list] !== openList) return false;
  let at = skipSpace(bytes, list + 1);
  while (at < bytes.length && bytes[at] !== closeList) {
    const end = endOfValue(bytes, at);
    take(at, end);
    at = next(bytes, end);
  }
  return true;
}

/** The offset of the value at a path, or -1. */
function find(bytes: Buffer, path: JsonPath): number {
  let at = skipSpace(bytes, 0);
  for (const step of path) {
    at = typeof step === 'number' ? itemAt(bytes, at, step) : valueOf(bytes, at, step);
    if (at === -1) return -1;
  }
  return at;
}

function itemAt(bytes: Buffer, list: number, index: number): number {
  if (bytes[list] !== openList) return -1;
  let at = skipSpace(bytes, list + 1);
  for (let passed = 0; at < bytes.length && bytes[at] !== closeList; passed++) {
    if (passed === index) return at;
    at = next(bytes, endOfValue(bytes, at));
  }
  return -1;
}

/** The last value under a name, which is the one that a parser takes. */
function valueOf(bytes: Buffer, object: number, name: string): number {
  if (bytes[object] !== openObject) return -1;
  let found = -1;
  let at = skipSpace(bytes, object + 1);
  while (bytes[at] === quote) {
    const end = endOfText(bytes, at);
    const value = afterColon(bytes, end + 1);
    if (value === -1) return -1;
    if (isNamed(bytes, at, end, name)) found = value;
    at = next(bytes, endOfValue(bytes, value));
  }
  return found;
}

function afterColon(bytes: Buffer, from: number): number {
  const at = skipSpace(bytes, from);
  return bytes[at] === colon ? skipSpace(bytes, at + 1) : -1;
}

/** A name may contain escapes, which make it longer. */
function isNamed(bytes: Buffer, at: number, end: number, name: string): boolean {
  const length = end - at - 1;
  if (length < name.length || length > longestText) return false;
  const written = bytes.toString('latin1', at + 1, end);
  return written === name || (written.includes('\\') && parsedText(bytes, at, end) === name);
}

function parsedText(bytes: Buffer, at: number, end: number): string | null {
  try {
    const text: unknown = JSON.parse(bytes.toString('utf8', at, end + 1));
    return typeof text === 'string' ? text : null;
  } catch {
    return null;
  }
}

/** The offset of the next item or name, or of the closing bracket. */
function next(bytes: Uint8Array, from: number): number {
  const at = skipSpace(bytes, from);
  return bytes[at] === comma ? skipSpace(bytes, at + 1) : at;
}

/**
 * The offset just behind the value that begins there. Always greater than `from`, for any bytes.
 */
function endOfValue(bytes: Uint8Array, from: number): number {
  let depth = 0;
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (isSign[byte] === 0) continue;
    if (byte === quote) at = endOfText(bytes, at);
    else if (byte === openList || byte === openObject) depth++;
    else if (byte === closeList || byte === closeObject) {
      if (depth <= 1) return depth === 1 ? at + 1 : Math.max(at, from + 1);
      depth--;
    } else if (byte === comma && depth === 0) return Math.max(at, from + 1);
  }
  return bytes.length;
}

/** The offset of the quote that ends the text which begins there, or the end of the bytes. */
function endOfText(bytes: Uint8Array, from: number): number {
  for (let at = from + 1; at < bytes.length; at++) {
    if (bytes[at] === quote) return at;
    if (bytes[at] === backslash) at++;
  }
  return bytes.length;
}

function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++;
  return at;
}
