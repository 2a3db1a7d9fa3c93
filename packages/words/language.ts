// The languages that the product speaks, how one is chosen, and the form of a catalogue: what every
// translation has to have so that nothing is missing, and nothing is left over. No sentence is here.

/** English is what the others are translated from; a further language begins here. */
export const languages = ['en', 'de', 'es'] as const;
export type Language = (typeof languages)[number];

/** Each language in its own words, for those who look for theirs. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
};

/** The way each is read. */
export const directions: Readonly<Record<Language, 'ltr' | 'rtl'>> = {
  en: 'ltr',
  de: 'ltr',
  es: 'ltr',
};

/** Texts by CLDR's plural categories, chosen by the place {n}; a category left out takes `other`. */
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

/** A translation of a catalogue: the same keys, no more and no fewer. */
export type Words<English> = { readonly [Key in keyof English]: Entry };

/** What people read of an object of texts and functions, in another language. */
export type Spoken<English> = English extends string
  ? string
  : English extends (...values: infer Values extends readonly unknown[]) => string
    ? (...values: Values) => string
    : { [Key in keyof English]: Spoken<English[Key]> };

/** The first of the wished languages (BCP 47 tags, most wanted first) that there is; else English. */
export function languageOf(wished: readonly string[]): Language {
  for (const tag of wished) {
    const found = languages.find((language) => language === tag.toLowerCase().split(/[-_]/)[0]);
    if (found !== undefined) return found;
  }
  return 'en';
}

/**
 * How dates and numbers are written: the chosen language as the browser's owner has it (de-AT), else
 * with the region of what they have.
 */
export function localeOf(language: Language, wished: readonly string[]): string {
  const own = wished.find((tag) => languageOf([tag]) === language && tag.startsWith(language));
  if (own !== undefined) return own;
  const region = wished.map((tag) => /-([A-Z]{2}|\d{3})\b/.exec(tag)?.[1]).find(Boolean);
  return region === undefined ? language : `${language}-${region}`;
}
