// The words that the server sends to contacts over channels, by language.
import { sentDe } from './de/sent.ts';
import { sentEn } from './en/sent.ts';
import { sentEs } from './es/sent.ts';
import type { Language, Spoken } from './language.ts';

export type SentWords = Spoken<typeof sentEn>;

const byLanguage: Readonly<Record<Language, SentWords>> = {
  en: sentEn,
  de: sentDe,
  es: sentEs,
};

export function sentIn(language: Language): SentWords {
  return byLanguage[language];
}
