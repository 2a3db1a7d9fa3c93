// A rehearsal: what the draft of a campaign would have come to over the stored visits of the last
// days. If only a random part of the visitors was examined, counts are scaled to all and have
// intervals. No figure is an effect.
import { z } from 'zod';

/** 95 %, for a random sample of the visitors. */
const Interval = z.object({ low: z.number(), high: z.number() });
export type RehearsedInterval = z.infer<typeof Interval>;

const Outcome = z.object({
  /** Visitors whose window is over. */
  visitors: z.number(),
  converted: z.number(),
  value: z.number(),
  /** Their window is still open. */
  pending: z.number(),
  /** Of the share that reached the goal. Null if all visitors were examined, or none counts. */
  rate: Interval.nullable(),
  /** Of the value of each. Also null for fewer than two. */
  valueEach: Interval.nullable(),
});
export type RehearsedOutcome = z.infer<typeof Outcome>;

const Named = z.object({ name: z.string(), visits: z.number() });

export const RehearsalAnswer = z.object({
  /** The span examined, in ms. It ends now, or where the stored visits end. */
  from: z.number(),
  until: z.number(),
  /** The first and the newest stored event of the campaign's sites. */
  dataFrom: z.number(),
  dataUntil: z.number(),
  /** The share of the visitors examined, 0 to 1. Below 1 every count is an estimate. */
  share: z.number(),
  /**
   * Half the width of a 95 % interval of the eligible visitors, relative to their number. 0 if all
   * were examined.
   */
  margin: z.number().nullable(),
  /** Null if all were examined. */
  intervals: z
    .object({
      eligibleVisits: Interval,
      eligibleVisitors: Interval,
      /** Eligible visits as a share of all. */
      eligibleShare: Interval,
    })
    .nullable(),
  /** `time`: there was no time for more visitors. */
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
  /** When in the visit it first became eligible. */
  when: z.object({
    medianS: z.number().nullable(),
    /** By whole minutes passed. The last entry is for everything later. */
    minutes: z.array(z.number()),
  }),
  /** Where, most frequent first; at most ten. */
  pages: z.array(Named),
  sections: z.array(Named),
  /** What could have been offered. */
  offers: z.object({ live: z.number(), fallback: z.number(), content: z.number() }),
  /**
   * Whether free agents mattered, and whether availability was recorded; otherwise agents are
   * assumed free.
   */
  agents: z.enum(['not-asked', 'recorded', 'partly', 'assumed']),
  /** Null if the draft's goal does not exist. */
  goal: z
    .object({
      name: z.string(),
      window: z.object({ type: z.enum(['visit', 'duration']), seconds: z.number() }),
      hasValue: z.boolean(),
    })
    .nullable(),
  currency: z.string(),
  /**
   * What they went on to do: eligible visitors from their first moment on, all from their first
   * visit on.
   */
  eligible: Outcome,
  all: Outcome,
  /**
   * For an optimising draft: visitors in its audience, which are those its results count. Else
   * null.
   */
  audience: z.object({ visits: z.number(), visitors: z.number(), outcome: Outcome }).nullable(),
});
export type RehearsalAnswer = z.infer<typeof RehearsalAnswer>;

/** Answer of POST, GET and DELETE /campaigns/:id/rehearsal. */
export const Rehearsal = z.object({
  /** `none`: it was never requested, or was stopped. */
  state: z.enum(['none', 'waiting', 'running', 'done', 'empty', 'failed']),
  /** The revision of its draft. */
  revision: z.number().nullable(),
  /** The part done, 0 to 1. */
  progress: z.number(),
  answeredAt: z.number().nullable(),
  /** While it is `running`: from the visitors examined so far. */
  answer: RehearsalAnswer.nullable(),
});
export type Rehearsal = z.infer<typeof Rehearsal>;
