// Finds where a value of JSON ends, in a text that may be cut, invalid, or JSON inside a JSON
// string. One pass over the text; it validates nothing.

const number = /-?\d[\d.eE+-]*/y;

/**
 * The end of the value that begins at `from`: a text, number, list or object. Returns `from` if
 * there is none. `slashes`: the backslashes before each quote, 0 outside of texts. A value ends
 * where the text is cut or where the surrounding text ends.
 */
export function endOfValue(text: string, from: number, slashes: number): number {
  const quote = `${'\\'.repeat(slashes)}"`;
  if (text.startsWith(quote, from)) return endOfText(text, from + quote.length, slashes);
  const first = text[from];
  if (first === '[' || first === '{') return endOfNested(text, from, slashes);
  number.lastIndex = from;
  return number.test(text) ? number.lastIndex : from;
}

/** `from`: after the opening quote. */
function endOfText(text: string, from: number, slashes: number): number {
  let before = 0;
  for (let at = from; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') {
      // Fewer backslashes close the surrounding text. More belong to the value, each of its
      // backslashes being doubled.
      if (before < slashes) return at - before;
      if (before % (2 * (slashes + 1)) === slashes) return at + 1;
    }
    before = sign === '\\' ? before + 1 : 0;
  }
  return text.length;
}

function endOfNested(text: string, from: number, slashes: number): number {
  let depth = 0;
  let before = 0;
  for (let at = from; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') {
      if (before < slashes) return at - before;
      at = endOfText(text, at + 1, slashes) - 1;
    } else if (sign === '[' || sign === '{') depth += 1;
    else if ((sign === ']' || sign === '}') && --depth === 0) return at + 1;
    before = sign === '\\' ? before + 1 : 0;
  }
  return text.length;
}
