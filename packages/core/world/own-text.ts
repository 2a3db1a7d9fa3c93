// Cuts a text without keeping the original in memory. An engine keeps a part of a text as a view of
// the whole, so 128 characters in a profile could hold on to 8,192.

/** The first `length` characters. */
export function cutText(text: string, length: number): string {
  return text.length <= length ? text : ownText(text.slice(0, length));
}

/** The same text, in memory of its own. */
export function ownText(text: string): string {
  // A view of a text that is one character longer and was newly allocated by joining.
  return text === '' ? text : ` ${text}`.slice(1);
}
