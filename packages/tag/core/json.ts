// Writes JSON without `JSON.stringify`, which older page libraries break for everybody by giving
// `Array.prototype` a `toJSON`. It writes plain data only. Functions, symbols, too deep or circular
// values, and values that throw when read are left out. A semicolon would end the value in a
// cookie.
const escapes = /["\\;\u0000-\u001f\ud800-\udfff\u2028\u2029]/g;
export const parse: (text: string) => unknown = JSON.parse;
/** Frame, events, event, properties, and eight levels below, which is what intake accepts. */
const deepest = 12;
const isArray = Array.isArray;
const keysOf = Object.keys;

function quote(text: string): string {
  // A surrogate pair is written as two escapes, which any reader decodes to the same character.
  const escaped = text.replace(
    escapes,
    (mark) => `\\u${`000${mark.charCodeAt(0).toString(16)}`.slice(-4)}`,
  );
  return `"${escaped}"`;
}

/** The JSON of a value. The empty string if there is none. */
export function json(value: unknown, above: readonly unknown[] = []): string {
  if (value === null || value === true || value === false) return `${value}`;
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') return isFinite(value) ? `${value}` : 'null';
  if (typeof value !== 'object' || above.length > deepest || above.includes(value)) return '';
  if (value instanceof Date) return quote(value.toISOString());
  const within = [...above, value];
  let text = '';
  if (isArray(value)) {
    for (let at = 0; at < value.length; at += 1)
      text += `${at ? ',' : ''}${json(value[at], within) || 'null'}`;
    return `[${text}]`;
  }
  for (const key of keysOf(value)) {
    const part = json(Reflect.get(value, key), within);
    if (part) text += `${text && ','}${quote(key)}:${part}`;
  }
  return `{${text}}`;
}
