// What somebody is answered who asks for help by SMS: who writes here, and how to end it.
import { languageOf } from '@opportune/words/language.ts';
import { sentIn } from '@opportune/words/sent.ts';
import type { PlaceOf } from '../provider/test-message.ts';
import type { HelpWords } from './sms-words.ts';

export function helpWordsFor(placeOf: PlaceOf): HelpWords {
  return async (account) => {
    const { site: business, language } = await placeOf(account, null, null);
    return sentIn(languageOf([language])).help(business);
  };
}
