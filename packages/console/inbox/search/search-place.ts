// Parses the address of a search, and turns it into a query of the API. Pure.
import { ConversationStatus } from '@opportune/protocol/conversation/conversation.ts';
import { isDay } from '@opportune/core/world/instant.ts';
import { z } from 'zod';

const text = z.string().optional().catch(undefined);

/** Days are local, such as 2026-03-09, and the last one is included. */
export const SearchPlace = z.object({
  q: text,
  from: text,
  until: text,
  agent: text,
  skill: text,
  site: text,
  status: ConversationStatus.optional().catch(undefined),
  tag: text,
  disposition: text,
  campaign: text,
  channel: text,
});
export type SearchPlace = z.infer<typeof SearchPlace>;

export function queryOf({
  from,
  until,
  ...rest
}: SearchPlace): Readonly<Record<string, string | number | undefined>> {
  const [begin, end] = [instantOf(from, 0), instantOf(until, 1)];
  return {
    ...rest,
    ...(begin === null ? {} : { from: begin }),
    ...(end === null ? {} : { until: end }),
  };
}

/** The start of a day, or of the day `later` days after it. Null if it is no day. */
function instantOf(day: string | undefined, later: number): number | null {
  if (day === undefined || !isDay(day)) return null;
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).getTime();
}
