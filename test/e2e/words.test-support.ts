// What of the English catalogues a translation has other words for: texts that must not be seen where
// another language is spoken, and keys that must not be seen at all.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Catalogues } from '@opportune/words/catalogues.ts';

const folder = path.resolve(import.meta.dirname, '../../packages/words/en');

interface English {
  readonly texts: ReadonlySet<string>;
  readonly keys: ReadonlySet<string>;
}

/** English texts that are nowhere a text of the translation too. */
export async function englishOf(words: Catalogues): Promise<English> {
  const translated = new Set(Object.values(words).flatMap((catalogue) => Object.values(catalogue)));
  const entries: [string, unknown][] = [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => /^(desk\/|management\/|figures).*\.ts$/.test(name))) {
    const module_: Record<string, object> = await import(path.join(folder, file));
    for (const catalogue of Object.values(module_)) entries.push(...Object.entries(catalogue));
  }
  // What a campaign begins with becomes its own text, in the language of whoever made it.
  const made = new Set(
    entries.flatMap(([key, text]) => (key.startsWith('starter.') ? [text] : [])),
  );
  const texts = entries.flatMap(([, text]) =>
    typeof text === 'string' && !made.has(text) ? [text] : [],
  );
  return {
    texts: new Set(texts.filter((text) => !translated.has(text))),
    keys: new Set(entries.map(([key]) => key).filter((key) => key.includes('.'))),
  };
}

/** Two words or more: a single one may be the name of something. */
export function isSentence(text: string): boolean {
  return /\p{L}{2,}\s+\p{L}{2,}/u.test(text);
}
