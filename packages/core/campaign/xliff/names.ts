// Names of units as XLIFF's ids, which may not contain every character that a unit's name may.

export const xliffNamespace = 'urn:oasis:names:tc:xliff:document:2.0';

/** Different names have different ids. `a/b` becomes `a.b`; other characters are written in hex. */
export function xliffId(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]/gu, (character) =>
    character === '/' ? '.' : `:${(character.codePointAt(0) ?? 0).toString(16)}`,
  );
}

/** The `{names}` of a text that a translation must keep, sorted. */
export function placeholdersOf(text: string): string {
  return (text.match(/\{[\w.]{1,60}\}/g) ?? []).toSorted().join(' ');
}
