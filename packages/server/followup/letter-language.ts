// In which language letters go to a visitor: in that of their browser while it is known, else in the one
// that the account's conversations are searched in; in English where neither is spoken here.
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
