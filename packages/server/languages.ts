// In which language people are written to: visitors in that of their browser while it is known, else
// in the one that the account's conversations are searched in; English where neither is spoken here.
import type { AccountId, VisitorId } from '@opportune/protocol/ids.ts';
import type { SearchLanguage } from '@opportune/protocol/rest/conversation/search.ts';
import { languageOf, type Language } from '@opportune/words/language.ts';

export interface Languages {
  ofVisitor(account: AccountId, visitor: VisitorId): Promise<Language>;
}

const tags: Readonly<Partial<Record<SearchLanguage, string>>> = { german: 'de', spanish: 'es' };

export function createLanguages(of: {
  /** As BCP 47 names it; null for a visitor who is not in memory. */
  tagOf(account: AccountId, visitor: VisitorId): Promise<string | null>;
  searchedIn(account: AccountId): Promise<SearchLanguage>;
}): Languages {
  return {
    async ofVisitor(account, visitor) {
      const tag = await of.tagOf(account, visitor);
      if (tag !== null && tag !== '') return languageOf([tag]);
      return languageOf([tags[await of.searchedIn(account)] ?? 'en']);
    },
  };
}
