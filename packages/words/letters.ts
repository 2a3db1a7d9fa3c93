// The words of e-mails by language. The server writes to each person in their own language.
import { lettersDe } from './de/letters.ts';
import { lettersEs } from './es/letters.ts';
import type { Language, Spoken } from './language.ts';
import { lettersEn } from './en/letters.ts';

export type Letters = Spoken<typeof lettersEn>;

const byLanguage: Readonly<Record<Language, Letters>> = {
  en: lettersEn,
  de: lettersDe,
  es: lettersEs,
};

export function lettersIn(language: Language): Letters {
  return byLanguage[language];
}
