// How much of a document is translated. Addresses do not count: they may be the same in every
// language.
import type {
  AccountLanguages,
  DecisiveLanguages,
  Translations,
} from '@opportune/protocol/campaign/translations.ts';
import { isAddress, type TextUnit } from './text-unit.ts';

export interface Coverage {
  readonly language: string;
  readonly translated: number;
  readonly texts: number;
  /** The names of texts without a translation, in the order of reading. */
  readonly missing: readonly string[];
}

/** The account's languages and those of the document, as far as each is translated. */
export function coverageOf(
  units: readonly TextUnit[],
  translations: Translations | undefined,
  languages: AccountLanguages | undefined,
): readonly Coverage[] {
  const counted = units.filter((unit) => !isAddress(unit));
  const all = new Set([...(languages?.others ?? []), ...Object.keys(translations ?? {})]);
  return [...all].map((language) => {
    const texts = translations?.[language] ?? {};
    const missing = counted.filter(({ id }) => !Object.hasOwn(texts, id)).map(({ id }) => id);
    const translated = counted.length - missing.length;
    return { language, translated, texts: counted.length, missing };
  });
}

/**
 * The account's languages as far as they decide what visitors of this document read. Null if it has
 * no translations: then every visitor reads the default.
 */
export function decisiveLanguages(
  translations: Translations | undefined,
  languages: AccountLanguages | undefined,
): DecisiveLanguages | null {
  if (languages === undefined || Object.keys(translations ?? {}).length === 0) return null;
  const { written, fallback } = languages;
  return {
    written,
    fallback: fallback !== null && fallback in { ...translations } ? fallback : null,
  };
}
