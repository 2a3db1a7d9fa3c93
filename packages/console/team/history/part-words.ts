// What a part of a history is called: an hour or a day of the account's time zone, or a name.
import type { History, HistoryPart } from '@opportune/protocol/rest/team/history.ts';
import { format } from '../../words/format.ts';
import { locale } from '../../words/language.ts';
import { t } from '../../words/words.ts';

export function partWords(
  { key, name }: Pick<HistoryPart, 'key' | 'name'>,
  by: NonNullable<History['by']>,
): string {
  switch (by) {
    case 'hour':
      return format.dateTime(Number(key));
    case 'day':
      return dayWords(Number(key), format.timeZone);
    default:
      if (key === '') return t(`history.none.${by}`);
      return name === '' ? key : name;
  }
}

/** Mon 26 Oct. */
export function dayWords(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat(locale(), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone,
  }).format(at);
}

/** Of a day `YYYY-MM-DD`. */
export function plainDay(day: string): string {
  return dayWords(Date.parse(day), 'UTC');
}
