// What the history shows, as its address states: the days, the channel, how they are split and the
// figure in the chart. An address can be kept and sent to others.
import { FigureId, HistoryBy } from '@opportune/protocol/rest/team/history.ts';
import { ChannelId } from '@opportune/protocol/ids.ts';
import { z } from 'zod';

export const spans = ['today', 'yesterday', '7', '28', 'own'] as const;
export type SpanChoice = (typeof spans)[number];

const day = z.iso.date().optional().catch(undefined);

export const HistoryPlace = z.object({
  span: z.enum(spans).optional().catch(undefined),
  from: day,
  until: day,
  by: HistoryBy.optional().catch(undefined),
  channel: ChannelId.optional().catch(undefined),
  figure: FigureId.optional().catch(undefined),
});
export type HistoryPlace = z.infer<typeof HistoryPlace>;

/** The chosen days. `today` is the day in the account's time zone. */
export function daysOf(place: HistoryPlace, today: string): { from: string; until: string } {
  switch (place.span ?? '7') {
    case 'today':
      return { from: today, until: today };
    case 'yesterday':
      return { from: before(today, 1), until: before(today, 1) };
    case '7':
      return { from: before(today, 6), until: today };
    case '28':
      return { from: before(today, 27), until: today };
    case 'own':
      return { from: place.from ?? before(today, 6), until: place.until ?? today };
  }
}

/** If nothing was chosen: by hour for one day, by day for several. */
export function byOf(place: HistoryPlace): HistoryBy {
  const isOneDay = place.span === 'today' || place.span === 'yesterday';
  return place.by ?? (isOneDay ? 'hour' : 'day');
}

/** The day so many days before another. */
export function before(day_: string, days: number): string {
  return new Date(Date.parse(day_) - days * 86_400_000).toISOString().slice(0, 10);
}

/** The day of an instant in a time zone, as `YYYY-MM-DD`. */
export function dayIn(timeZone: string, at: number): string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  return format.format(at);
}
