// Writes JSON without `JSON.stringify`, which older page libraries break for everybody by giving
// `Array.prototype` a `toJSON`. It writes plain data only: functions, symbols, what nests too deeply
// or in a circle, and what throws when read are left out.
const escapes = /["\\\u0000-\u001f\ud800-\udfff\u2028\u2029]/g;
export const parse: (text: string) => unknown = JSON.parse;
const isArray = Array.isArray;
const keysOf = Object.keys;

function quote(text: string): string {
  // Whole surrogate pairs are written as two escapes, which is the same character to any reader.
  const escaped = text.replace(escapes, (mark) => `\\u${`000${mark.charCodeAt(0).toString(16)}`.slice(-4)}`);
  return `"${escaped}"`;
}

/** The JSON of a value; the empty string where there is none. */
export function json(value: unknown, depth = 12): string {
  if (value === null || value === true || value === false) return `${value}`;
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') return isFinite(value) ? `${value}` : 'null';
  if (typeof value !== 'object' || depth < 1) return '';
  if (value instanceof Date) return quote(value.toISOString());
  let text = '';
  if (isArray(value)) {
    for (let at = 0; at < value.length; at += 1) text += `${at ? ',' : ''}${json(value[at], depth - 1) || 'null'}`;
    return `[${text}]`;
  }
  for (const key of keysOf(value)) {
    const part = json(Reflect.get(value, key), depth - 1);
    if (part) text += `${text && ','}${quote(key)}:${part}`;
  }
  return `{${text}}`;
}
