// Reads the code of a one-time link from the fragment of the address.

/** `#abc` or `#code=abc`. Null if there is no code. */
export function linkCode(hash: string): string | null {
  const text = decodeURIComponent(hash.replace(/^#/, ''))
    .replace(/^code=/, '')
    .trim();
  return text === '' ? null : text;
}
