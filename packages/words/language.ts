// The product's languages, how one is chosen, and the type of a catalogue, by which no translation
// lacks a text or has one too many. It contains no texts.

/** English is the source of the others. Add a language here first. */
export const languages = ['en', 'de', 'es'] as const;
export type Language = (typeof languages)[number];

/** The name of each language in that language. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
};

/** The writing direction of each language. */
export const directions: Readonly<Record<Language, 'ltr' | 'rtl'>> = {
  en: 'ltr',
  de: 'ltr',
  es: 'ltr',
};

/** Texts by CLDR plural category of the place {n}. A missing category uses `other`. */
export interface PluralForms {
  readonly zero?: string;
  readonly one?: string;
  readonly two?: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

/** A text with {places}, or one text for each plural category. */
export type Entry = string | PluralForms;

/** A translation of a catalogue, with exactly the same keys. */
export type Words<English> = { readonly [Key in keyof English]: Entry };

/** The type of an object of texts and functions in another language. */
export type Spoken<English> = English extends string
  ? string
  : English extends (...values: infer Values extends readonly unknown[]) => string
    ? (...values: Values) => string
    : { [Key in keyof English]: Spoken<English[Key]> };

/** The first preferred language (BCP 47 tags, best first) that the product has, else English. */
export function languageOf(wished: readonly string[]): Language {
  for (const tag of wished) {
    const found = languages.find((language) => language === tag.toLowerCase().split(/[-_]/)[0]);
    if (found !== undefined) return found;
  }
  return 'en';
}

/**
 * The locale for dates and numbers: the person's own variant of the chosen language (de-AT), else
 * the language with the region of their first preferred tag that has one.
 */
export function localeOf(language: Language, wished: readonly string[]): string {
  const own = wished.find((tag) => languageOf([tag]) === language && tag.startsWith(language));
  if (own !== undefined) return own;
  const region = wished.map((tag) => /-([A-Z]{2}|\d{3})\b/.exec(tag)?.[1]).find(Boolean);
  return region === undefined ? language : `${language}-${region}`;
}
