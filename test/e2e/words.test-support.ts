// The English texts that a translation replaces, which must not be seen in another language, and
// the keys, which must not be seen at all.
import type { Catalogues } from '@opportune/words/catalogues.ts';
import { deskEn } from '@opportune/words/en/desk.ts';
import { managementEn } from '@opportune/words/en/management.ts';
import { visitsEn } from '@opportune/words/en/visits.ts';

interface English {
  readonly texts: ReadonlySet<string>;
  readonly keys: ReadonlySet<string>;
}

/** English texts that do not also occur in the translation. */
export function englishOf(words: Catalogues): English {
  const translated = new Set(Object.values(words).flatMap((catalogue) => Object.values(catalogue)));
  const entries: [string, unknown][] = [];
  for (const [name, catalogue] of Object.entries({ ...deskEn, ...managementEn, ...visitsEn }))
    if (name !== 'refusals' && name !== 'condition')
      for (const [key, text] of Object.entries(catalogue)) entries.push([`${name}.${key}`, text]);
  // The text of a new campaign becomes its own, in the language of the person who made it.
  const made = new Set(
    entries.flatMap(([key, text]) => (key.startsWith('campaigns.starter.') ? [text] : [])),
  );
  const texts = entries.flatMap(([, text]) =>
    typeof text === 'string' && !made.has(text) ? [text] : [],
  );
  return {
    texts: new Set(texts.filter((text) => !translated.has(text))),
    keys: new Set(entries.map(([key]) => key)),
  };
}

/** Two words or more: a single word may be a name. */
export function isSentence(text: string): boolean {
  return /\p{L}{2,}\s+\p{L}{2,}/u.test(text);
}
