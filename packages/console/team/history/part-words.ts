// The name of a part of the history: an hour or a day in the account's time zone, or a name.
import { ChannelKind } from '@opportune/protocol/channel/channel.ts';
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
    case 'channel':
      return name === '' ? nameOfKind(key) : name;
    case 'kind':
      return key === 'person' || key === 'program'
        ? t(`history.kind.${key}`)
        : t('history.none.kind');
    default:
      if (key === '') return t(`history.none.${by}`);
      return name === '' ? key : name;
  }
}

/**
 * The two channels that every account has use their kinds as ids. A removed channel has no name.
 */
function nameOfKind(id: string): string {
  const kind = ChannelKind.safeParse(id).data;
  return t(kind === undefined ? 'channels.removed' : `channels.kind.${kind}`);
}

/** For example "Mon 26 Oct". */
export function dayWords(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat(locale(), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone,
  }).format(at);
}

/** For a day written as `YYYY-MM-DD`. */
export function plainDay(day: string): string {
  return dayWords(Date.parse(day), 'UTC');
}
