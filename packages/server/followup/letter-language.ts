// The language of e-mail to a visitor: their browser's while it is known, else the account's search
// language. English if neither is available.
import type { SearchLanguage } from '@opportune/protocol/rest/conversation/search.ts';
import { languageOf, type Language } from '@opportune/words/language.ts';

const tags: Readonly<Partial<Record<SearchLanguage, string>>> = { german: 'de', spanish: 'es' };

/** `tag` as BCP 47 names it; null of a visitor who is not in memory. */
export async function letterLanguage(
  tag: string | null,
  searchedIn: () => Promise<SearchLanguage>,
): Promise<Language> {
  return languageOf([tag || (tags[await searchedIn()] ?? 'en')]);
}
