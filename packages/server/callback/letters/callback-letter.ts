// What an e-mail about a call back says: when, how, and where it is moved and cancelled. Pure.
import type { Letter } from '@opportune/core/ports/mail.ts';
import { languageOf } from '@opportune/words/language.ts';
import { lettersIn } from '@opportune/words/letters.ts';
import type { CallbackRow } from '../callback-rows.ts';

export interface CallbackLetter {
  readonly what: 'confirmed' | 'reminder' | 'withdrawn';
  readonly row: CallbackRow;
  /** What the site is called. */
  readonly site: string;
  readonly timeZone: string;
  readonly link: string;
}

export function callbackLetter(of: CallbackLetter): Pick<Letter, 'subject' | 'text'> {
  const { what, row, site, timeZone, link } = of;
  const words = lettersIn(languageOf([row.language ?? ''])).callback;
  if (what === 'withdrawn') return withdrawn(words, site);
  const when = row.isNow ? words.soon : whenIn(row, timeZone);
  const how = row.number === null ? words.inPage : words.byTelephone(lastDigits(row.number));
  const subject = what === 'confirmed' ? words.confirmed(site) : words.reminder(site);
  return { subject, text: [subject, when, how, words.change(link), ''].join('\n\n') };
}

function withdrawn(
  words: ReturnType<typeof lettersIn>['callback'],
  site: string,
): Pick<Letter, 'subject' | 'text'> {
  return { subject: words.title(site), text: [words.withdrawn, ''].join('\n\n') };
}

/** A time in words, with its zone. */
export function whenIn(
  { language, from }: Pick<CallbackRow, 'language' | 'from'>,
  timeZone: string,
): string {
  const format = { dateStyle: 'full', timeStyle: 'short', timeZone } as const;
  const at = new Intl.DateTimeFormat(languageOf([language ?? '']), format).format(from);
  return `${at} (${timeZone})`;
}

/** Whoever else reads it does not learn the number. */
function lastDigits(number: string): string {
  return `… ${number.slice(-3)}`;
}
