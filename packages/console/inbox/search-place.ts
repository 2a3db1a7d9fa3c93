// What the address of a search says, and the query of the API that it comes to. Pure.
import { ConversationStatus } from '@opportune/protocol/conversation.ts';
import { z } from 'zod';

const text = z.string().optional().catch(undefined);

/** Days are local ones, as 2026-03-09, the last one included. */
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

/** The begin of a day, or of one some days later; null where it is no day. */
function instantOf(day: string | undefined, later: number): number | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '') ?? [];
  if (date === undefined) return null;
  return new Date(Number(year), Number(month) - 1, Number(date) + later).getTime();
}
