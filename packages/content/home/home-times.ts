// Times as the home of the chat window says them: when it opens again, how old a conversation is,
// how fast agents usually answer. In the visitor's locale and time zone.
import type { HomeFrame } from '@opportune/protocol/conversation/home.ts';
import type { HomeWords } from './home-content.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** `2 hr. ago` within a day, then `12 Mar`. */
export function ageOf(at: number, now: number, locale: string): string {
  const age = Math.max(0, now - at);
  if (age >= dayMs)
    return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }).format(at);
  const said = new Intl.RelativeTimeFormat(locale, { style: 'narrow', numeric: 'auto' });
  if (age < hourMs) return said.format(-Math.floor(age / minuteMs), 'minute');
  return said.format(-Math.floor(age / hourMs), 'hour');
}

/** When it opens, if it is closed and that is known. Otherwise null. */
export function backAt(
  hours: HomeFrame['hours'],
  words: HomeWords,
  now: number,
  locale: string,
): string | null {
  if (!hours || hours.isOpen || hours.until === null) return null;
  const { until } = hours;
  return words.back(dayOf(until, words, now, locale), timeOf(until, locale));
}

function dayOf(at: number, words: HomeWords, now: number, locale: string): string {
  const days = Math.round((midnight(at) - midnight(now)) / dayMs);
  if (days < 1) return words.today;
  if (days === 1) return words.tomorrow;
  const far = days > 6 ? ({ day: 'numeric', month: 'long' } as const) : {};
  return words.onDay(new Intl.DateTimeFormat(locale, { weekday: 'long', ...far }).format(at));
}

const midnight = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

function timeOf(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(at);
}

/** What a visitor who starts now can expect. Empty: nothing is known. */
export function expectation(
  { replyS, hours }: Pick<HomeFrame, 'replyS' | 'hours'>,
  words: HomeWords,
  locale: string,
): string {
  if (replyS !== null) return replyText(replyS, words);
  return hours?.isOpen && hours.until !== null ? words.openUntil(timeOf(hours.until, locale)) : '';
}

/** Rounded up: nobody is promised less than was measured. */
function replyText(replyS: number, words: HomeWords): string {
  if (replyS < 60) return words.underMinute;
  const minutes = Math.ceil(replyS / 60);
  return minutes < 60 ? words.minutes(minutes) : words.hours(Math.ceil(minutes / 60));
}
