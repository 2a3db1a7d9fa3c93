// Bursts of new visitors in a campaign's period, and its results without visitors that a manager
// excluded: a sensitivity analysis beside the results, which it never changes.
import { z } from 'zod';
import { Condition } from '../../campaign/condition.ts';
import { CampaignResults } from './report.ts';

/** Whom an exclusion leaves out, in every arm alike. */
export const Excluded = z.discriminatedUnion('type', [
  /**
   * Visitors whose first decision of the period was in the span; ms since 1970, `until` exclusive.
   */
  z.object({ type: z.literal('span'), from: z.number(), until: z.number() }),
  /** Visitors for whom this was true when the visit of their first decision began. */
  z.object({ type: z.literal('rule'), condition: Condition }),
]);
export type Excluded = z.infer<typeof Excluded>;

/** POST /campaigns/:id/exclusions. It changes no result; it is for the figures beside them. */
export const NewExclusion = z.object({
  excluded: Excluded,
  /** Default: every period. */
  period: z.number().int().min(1).max(2_147_483_647).optional(),
  /** The reason, for readers of the results. */
  note: z.string().trim().max(200).default(''),
});
export type NewExclusion = z.infer<typeof NewExclusion>;

const Act = z.object({ at: z.number(), by: z.string() });

export const Exclusion = z.object({
  id: z.string(),
  excluded: Excluded,
  /** Null: every period. */
  period: z.number().int().nullable(),
  note: z.string(),
  made: Act,
  /** Null while it applies. A revoked one stays listed. */
  removed: Act.nullable(),
});
export type Exclusion = z.infer<typeof Exclusion>;

export const ExclusionList = z.object({ items: z.array(Exclusion) });

const Arm = z.enum(['optimise', 'treatment', 'control']);
const Marked = z.object({ visitors: z.number(), converted: z.number(), value: z.number() });

export const Burst = Marked.extend({
  /** When its first visitor came, and its last. */
  from: z.number(),
  until: z.number(),
  /** One address and browser; one address; or one network and browser. */
  kind: z.enum(['client', 'address', 'network']),
  /** The browser of most of them. */
  client: z.string(),
});
export type Burst = z.infer<typeof Burst>;

/** GET /campaigns/:id/sensitivity?period=N */
export const Sensitivity = z.object({
  period: z.number(),
  asOf: z.number(),
  /** Visitors of the period who came in bursts, so far, by arm. */
  marked: z.array(Marked.extend({ arm: Arm })),
  /** The largest 20 of them. */
  bursts: z.array(Burst),
  /** How many bursts there are in total. */
  burstCount: z.number(),
  /** Newest first, including revoked ones. */
  exclusions: z.array(Exclusion),
  /** The results without the excluded visitors. Null if no exclusion applies. */
  without: CampaignResults.pick({
    arms: true,
    incrementalConversions: true,
    incrementalValue: true,
    gain: true,
    pending: true,
    sampleRatio: true,
  })
    .extend({
      /** By arm, so far. */
      excluded: z.array(z.object({ arm: Arm, visitors: z.number(), converted: z.number() })),
    })
    .nullable(),
});
export type Sensitivity = z.infer<typeof Sensitivity>;
