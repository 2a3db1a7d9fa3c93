// What callers of a channel hear, in words. Its own are in the language in which the account writes:
// nobody knows that of a caller.
import type { AccountLanguages } from '@opportune/protocol/campaign/translations.ts';
import { TelephoneWaiting } from '@opportune/protocol/channel/telephone.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { type Language, languageOf } from '@opportune/words/language.ts';
import { sentIn } from '@opportune/words/sent.ts';
import type { OpenChannel } from '../../open-channels.ts';
import type { PlaceOf } from '../../provider/test-message.ts';
import type { Proved } from '../proof/caller-proof.ts';
import type { Said } from '../twiml.ts';
import { type Menu, menuOf } from './menu.ts';

export interface WordsParts {
  readonly placeOf: PlaceOf;
  readonly languagesOf: (account: AccountId) => Promise<AccountLanguages | undefined>;
}

export interface Words {
  readonly greeting: Said;
  readonly away: Said;
  /** Before the tone. */
  readonly voicemail: Said;
  /** The position of somebody who waits; 1 is next. */
  readonly position: (position: number) => Said;
  /** What became of a code that they typed. */
  readonly code: (result: Proved) => Said;
  /** That their call is recorded, in each language that the channel speaks. */
  readonly recorded: readonly Said[];
  readonly menu: Menu | null;
}

export async function wordsOf(
  { languagesOf, placeOf }: WordsParts,
  { account, stored: { greeting, away, settings } }: OpenChannel,
): Promise<Words> {
  const written = (await languagesOf(account))?.written ?? null;
  const { site: business, language } = await placeOf(account, null, null);
  const usual = sentIn(languageOf([language]));
  const said = (own: string, otherwise: string): Said =>
    own === '' ? { text: otherwise, language } : { text: own, language: written ?? language };
  const menu = menuOf(settings, written ?? language);
  const { voicemail, voicemailWords = '' } = TelephoneWaiting.safeParse(settings).data ?? {};
  return {
    greeting: said(greeting, usual.callGreeting(business)),
    away: said(away, usual.callAway(business)),
    voicemail: said(voicemailWords, usual.callVoicemail(business)),
    position: (position) => ({
      text: usual.callPosition(position, voicemail === 'on'),
      language,
    }),
    code: (result) => ({ text: usual.callCode[result], language }),
    // The voice and what is stored as agreed to are of the language of the text.
    recorded: [...new Set([languageOf([written ?? language]), ...spokenIn(menu)])].map((each) => ({
      text: sentIn(each).callRecorded,
      language: each,
    })),
    menu,
  };
}

/** Nobody knows which of them a caller understands. */
function spokenIn(menu: Menu | null): readonly Language[] {
  return (menu?.words ?? []).flatMap(({ language }) => {
    const ours = languageOf([language ?? '']);
    return ours === language ? [ours] : [];
  });
}
