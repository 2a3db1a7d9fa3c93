// The beginning of a JSON value as text, for people to read. It stops at a maximum length and
// depth, so a hostile value costs no more than an ordinary one. It never cuts a text, because half
// of a secret would not be recognised as a secret.

const deepest = 12;
const more = '…';

/** Returns about `mostLength` characters at most. `…` replaces what is left out. */
export function excerptOf(value: unknown, mostLength: number): string {
  const whole = wholeJson(value, mostLength, 0);
  if (whole !== null) return whole;
  const writer = { text: '', left: mostLength };
  write(writer, value, 0);
  return writer.text;
}

/** The JSON of a value. Null if it is longer, or if it is written otherwise. */
function wholeJson(value: unknown, mostLength: number, depth: number): string | null {
  if (leftAfter(value, mostLength, depth) < 0) return null;
  const text = JSON.stringify(value);
  return text.length <= mostLength ? text : null;
}

/**
 * At most what is left of a length after the JSON of a value. Negative if it does not fit, or if it
 * is written otherwise than by JSON.
 */
function leftAfter(value: unknown, left: number, depth: number): number {
  if (typeof value === 'string') return left - value.length - 2;
  if (typeof value === 'number') return Number.isFinite(value) ? left - 1 : -1;
  if (typeof value === 'boolean' || value === null) return left - 4;
  if (typeof value !== 'object' || depth >= deepest) return -1;
  return Array.isArray(value)
    ? leftAfterList(value, left, depth)
    : leftAfterObject(value, left, depth);
}

function leftAfterList(list: readonly unknown[], all: number, depth: number): number {
  let left = all - 1;
  for (let at = 0; at < list.length && left >= 0; at++)
    left = leftAfter(list[at], left - 1, depth + 1);
  return left;
}

function leftAfterObject(object: object, all: number, depth: number): number {
  let left = all - 1;
  for (const key in object) {
    left = leftAfter(Reflect.get(object, key), left - key.length - 4, depth + 1);
    if (left < 0) break;
  }
  return left;
}

interface Writer {
  text: string;
  left: number;
}

function write(writer: Writer, value: unknown, depth: number): void {
  if (typeof value === 'string') return put(writer, textOf(value, writer.left));
  if (typeof value !== 'object' || value === null) return put(writer, String(value));
  if (depth >= deepest) return put(writer, more);
  if (Array.isArray(value)) writeList(writer, value, depth);
  else writeObject(writer, value, depth);
}

/**
 * Writes many items at once while they are no lists or objects, and fewer near the end, because
 * most long lists are of short values.
 */
function writeList(writer: Writer, list: readonly unknown[], depth: number): void {
  put(writer, '[');
  let many = Math.min(itemsAtOnce, list.length);
  for (let at = 0; at < list.length;) {
    if (at > 0) put(writer, ',');
    if (writer.left <= 0) break;
    const flat = many > 1 ? wholeJson(list.slice(at, at + many), writer.left, deepest - 1) : null;
    if (flat !== null) {
      put(writer, flat.slice(1, -1));
      at += many;
    } else {
      write(writer, list[at], depth + 1);
      at += 1;
      many = Math.floor(many / 2);
    }
  }
  close(writer, ']');
}
const itemsAtOnce = 64;

function writeObject(writer: Writer, object: object, depth: number): void {
  put(writer, '{');
  let isFirst = true;
  for (const key in object) {
    if (!isFirst) put(writer, ',');
    isFirst = false;
    if (writer.left <= 0) break;
    put(writer, `${textOf(key, writer.left)}:`);
    write(writer, Reflect.get(object, key), depth + 1);
  }
  close(writer, '}');
}

/** Brackets are closed even if there was no room for all their contents. */
function close(writer: Writer, bracket: string): void {
  if (writer.left <= 0 && !writer.text.endsWith(more)) writer.text += more;
  writer.text += bracket;
  writer.left -= bracket.length;
}

function put(writer: Writer, text: string): void {
  if (writer.left <= 0) return;
  writer.text += text;
  writer.left -= text.length;
}

/** A text that JSON writes without escapes, as nearly all are. */
const unescaped = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;

function textOf(text: string, left: number): string {
  if (text.length > left) return `"${more}"`;
  return unescaped.test(text) ? `"${text}"` : JSON.stringify(text);
}
