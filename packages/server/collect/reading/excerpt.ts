// The beginning of a value of JSON as text, for people to look at. It stops at a length and at a
// depth, so that it costs no more for a hostile value than for an ordinary one, and it copies no
// text that does not fit: half of a secret would not be recognised as one.

const deepest = 12;
const more = '…';

/** At most about so many characters; what is left out is shown as `…`. */
export function excerptOf(value: unknown, mostLength: number): string {
  const writer = { text: '', left: mostLength };
  write(writer, value, 0);
  return writer.text;
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

function writeList(writer: Writer, list: readonly unknown[], depth: number): void {
  put(writer, '[');
  for (const [at, item] of list.entries()) {
    if (at > 0) put(writer, ',');
    if (writer.left <= 0) break;
    write(writer, item, depth + 1);
  }
  close(writer, ']');
}

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

/** A bracket is closed also where there was no room for all that is in it. */
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

/** As JSON writes a text that needs no escape, as nearly every one. */
const unescaped = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;

function textOf(text: string, left: number): string {
  if (text.length > left) return `"${more}"`;
  return unescaped.test(text) ? `"${text}"` : JSON.stringify(text);
}
