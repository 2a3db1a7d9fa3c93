// Where a value of JSON ends, in a text that may be cut, or no JSON at all, or JSON within a text of
// JSON. It goes over the text once and recognises nothing.

const number = /-?\d[\d.eE+-]*/y;

/**
 * The place behind the value that begins at `from`: a text, number, list or object; `from` where there
 * is none of them. `slashes`: the backslashes before each quote, 0 outside of texts. Where the text is
 * cut, or the one around it ends, so does the value.
 */
export function endOfValue(text: string, from: number, slashes: number): number {
  const quote = `${'\\'.repeat(slashes)}"`;
  if (text.startsWith(quote, from)) return endOfText(text, from + quote.length, slashes);
  const first = text[from];
  if (first === '[' || first === '{') return endOfNested(text, from, slashes);
  number.lastIndex = from;
  return number.test(text) ? number.lastIndex : from;
}

/** `from`: behind the opening quote. */
function endOfText(text: string, from: number, slashes: number): number {
  let before = 0;
  for (let at = from; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') {
      // Fewer close the text around it; more are of the value, each backslash of which is doubled.
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
