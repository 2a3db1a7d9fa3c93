// A text of its own. A part of a longer text may keep the whole longer one in memory, as V8 does it for
// what `slice` and regular expressions give. Whatever is kept for long is made flat first.

/** The same text, at most `length` characters, that holds nothing else in memory. */
export function flatText(text: string, length: number): string {
  return text.length === 0 ? '' : JSON.parse(JSON.stringify(text.slice(0, length)));
}
