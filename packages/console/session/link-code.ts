// The code of a one-time link, from what stands after # in the address.

/** `#abc` or `#code=abc`; null where there is none. */
export function linkCode(hash: string): string | null {
  const text = decodeURIComponent(hash.replace(/^#/, ''))
    .replace(/^code=/, '')
    .trim();
  return text === '' ? null : text;
}
