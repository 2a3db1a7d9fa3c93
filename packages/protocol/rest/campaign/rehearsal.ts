// A rehearsal: what the draft of a campaign would have come to over the stored visits of the last
// days. Where a part of the visitors was looked at, it was drawn at random: counts are widened to all
// and have intervals. Nothing is an effect.
import { z } from 'zod';

/** 95 %, for a part of the visitors drawn at random. */
const Interval = z.object({ low: z.number(), high: z.number() });
export type RehearsedInterval = z.infer<typeof Interval>;

const Outcome = z.object({
  /** Visitors whose window is over. */
  visitors: z.number(),
  converted: z.number(),
  value: z.number(),
  /** Their window is not over. */
  pending: z.number(),
  /** Of the share that reached the goal; null where all visitors were looked at, or none counts. */
  rate: Interval.nullable(),
  /** Of the value of each; null also of fewer than two. */
  valueEach: Interval.nullable(),
});
export type RehearsedOutcome = z.infer<typeof Outcome>;

const Named = z.object({ name: z.string(), visits: z.number() });

export const RehearsalAnswer = z.object({
  /** The span looked at, in ms; it ends now, or where the stored visits end. */
  from: z.number(),
  until: z.number(),
  /** The first and the newest stored event of the campaign's sites. */
  dataFrom: z.number(),
  dataUntil: z.number(),
  /** The part of the visitors that was looked at, 0 to 1; below 1 every count is an estimate. */
  share: z.number(),
  /** Half the width of a 95 % interval of the eligible visitors, as a part of them; 0 where all were looked at. */
  margin: z.number().nullable(),
  /** Null where all were looked at. */
  intervals: z
    .object({
      eligibleVisits: Interval,
      eligibleVisitors: Interval,
      /** Eligible visits as a part of all. */
      eligibleShare: Interval,
    })
    .nullable(),
  /** `time`: there was no time for more of the visitors. */
  cut: z.enum(['none', 'time']),
  visits: z.number(),
  visitors: z.number(),
  eligibleVisits: z.number(),
  eligibleVisitors: z.number(),
  /** Oldest first, every day of the span, in the account's time zone. */
  days: z.array(
    z.object({
      day: z.string(),
      visits: z.number(),
      eligibleVisits: z.number(),
      /** By the first eligible instant of each visitor. */
      eligibleVisitors: z.number(),
    }),
  ),
  /** When in the visit it was eligible first. */
  when: z.object({
    medianS: z.number().nullable(),
    /** By whole minutes passed; the last holds all that came later. */
    minutes: z.array(z.number()),
  }),
  /** Where, most first; at most ten. */
  pages: z.array(Named),
  sections: z.array(Named),
  /** What there would have been to offer. */
  offers: z.object({ live: z.number(), fallback: z.number(), content: z.number() }),
  /** Whether agents' room had a say, and whether it was recorded: else they are taken to have been free. */
  agents: z.enum(['not-asked', 'recorded', 'partly', 'assumed']),
  /** Null where the draft's goal is not there. */
  goal: z
    .object({
      name: z.string(),
      window: z.object({ type: z.enum(['visit', 'duration']), seconds: z.number() }),
      hasValue: z.boolean(),
    })
    .nullable(),
  currency: z.string(),
  /** What they went on to do: eligible visitors from their first moment on, all from their first visit on. */
  eligible: Outcome,
  all: Outcome,
  /** Of a draft that optimises: whom its audience takes in, which is whom its results count; else null. */
  audience: z.object({ visits: z.number(), visitors: z.number(), outcome: Outcome }).nullable(),
});
export type RehearsalAnswer = z.infer<typeof RehearsalAnswer>;

/** Answer of POST, GET and DELETE /campaigns/:id/rehearsal. */
export const Rehearsal = z.object({
  /** `none`: it was never asked for, or was stopped. */
  state: z.enum(['none', 'waiting', 'running', 'done', 'empty', 'failed']),
  /** Of the draft that it is of. */
  revision: z.number().nullable(),
  /** The part done, 0 to 1. */
  progress: z.number(),
  answeredAt: z.number().nullable(),
  /** While it is `running`: of the part of the visitors that was looked at so far. */
  answer: RehearsalAnswer.nullable(),
});
export type Rehearsal = z.infer<typeof Rehearsal>;
