// The words of a sample shop by language.
import type { Language } from '@opportune/words/language.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import type { SampleWords } from './words.ts';

const languages: Readonly<Record<Language, SampleWords>> = { en, de, es };

export function sampleWords(language: Language): SampleWords {
  return languages[language];
}
