// When a skill, or the account, answers: spans of local time on the days of the week, in the
// account's time zone, and single closed days.
import { z } from 'zod';

export const openingLimits = {
  /** Spans of one day. */
  spans: 4,
  /** Closed days. */
  closed: 200,
} as const;

const minute = z.number().int().min(0).max(1440);

/** From a minute of the day on, before another. */
export const OpenSpan = z
  .object({ fromMinute: minute, untilMinute: minute })
  .refine(({ fromMinute, untilMinute }) => fromMinute < untilMinute);
export type OpenSpan = z.infer<typeof OpenSpan>;

const day = z.array(OpenSpan).max(openingLimits.spans).default([]);

export const OpeningHours = z.object({
  /** A day without a span is closed. */
  week: z.object({ mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day }),
  /** Days on which it is closed whatever the weekday, such as 2026-12-25. */
  closed: z.array(z.iso.date()).max(openingLimits.closed).default([]),
});
export type OpeningHours = z.infer<typeof OpeningHours>;
