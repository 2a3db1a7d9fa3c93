// The live list of visitors, one visitor in full, and why each campaign did or did not fire.
import { z } from 'zod';
import { CampaignExplanation, Decision, Reasons, NoCall } from '../campaign/decision.ts';
import { Device, Place } from '../behaviour/event.ts';
import { GoalIntent } from '../behaviour/intent.ts';
import { CampaignId, ConversationId, SiteId, VisitorId } from '../ids.ts';

export const CampaignStep = z.enum(['none', 'eligible', 'exposed', 'engaged', 'converted']);

/** One row of the live list. Times are instants; the console computes durations. */
export const VisitorRow = z.object({
  visitor: VisitorId,
  site: SiteId,
  /** Claimed or verified name. Null otherwise; the console then shows the end of the id. */
  name: z.string().nullable(),
  verified: z.boolean(),
  page: z.object({ title: z.string(), path: z.string(), url: z.string() }),
  sections: z.array(z.string()),
  referrer: z.string(),
  sourceChannel: z.string(),
  device: Device,
  place: Place.nullable(),
  pageSince: z.number(),
  visitSince: z.number(),
  lastSeenAt: z.number(),
  online: z.boolean(),
  pages: z.number(),
  visits: z.number(),
  cartTotal: z.number().nullable(),
  cartItems: z.number(),
  /** The engine's view: the campaign that went furthest, its step and arm. */
  campaign: z
    .object({
      id: CampaignId,
      name: z.string(),
      step: CampaignStep,
      arm: z.enum(['treatment', 'optimise', 'control', 'holdout']),
      /** Then the arm `treatment` is *always*. */
      optimises: z.boolean(),
    })
    .nullable(),
  /** In words for the list: key and values of the catalogue in `words`. */
  reason: z
    .object({ key: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) })
    .nullable(),
  /** How likely the visit is to reach the account's main goal. Null while too little was learnt. */
  intent: GoalIntent.nullable(),
  holdout: z.boolean(),
  conversation: ConversationId.nullable(),
});
export type VisitorRow = z.infer<typeof VisitorRow>;

/** One line of the visit's timeline. */
export const TimelineEntry = z.object({
  at: z.number(),
  kind: z.enum(['event', 'decision', 'conversion', 'visit']),
  name: z.string(),
  /** What it was about: page title, product, search words, campaign. */
  about: z.string(),
  /** What is shown on the right: a value, a duration in seconds, an arm, which may be `always`. */
  value: z.union([z.number(), z.string()]).nullable(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** A product in a cart, as the site last reported it. */
export const CartLine = z.object({
  name: z.string(),
  /** Of one item. Null if the site does not report it. */
  price: z.number().nullable(),
  quantity: z.number(),
});
export type CartLine = z.infer<typeof CartLine>;

/** GET /visitors/:id */
export const VisitorDetail = z.object({
  row: VisitorRow.nullable(),
  profile: z.object({
    firstSeenAt: z.number(),
    visits: z.number(),
    orders: z.number(),
    orderValue: z.number(),
    traits: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    searches: z.array(z.string()).readonly(),
    products: z.array(z.string()).readonly(),
    /** How many older items were evicted at the bounds of a profile. */
    dropped: z.number(),
  }),
  /** The named contents of the cart; `more` lines are left out. */
  cart: z.object({ lines: z.array(CartLine).readonly(), more: z.number() }),
  timeline: z.array(TimelineEntry).readonly(),
  /** For the present instant, given in `at`. */
  at: z.number(),
  why: z.array(CampaignExplanation).readonly(),
  decisions: z.array(Decision).readonly(),
  /** Names of the campaigns of these decisions, by id, including those that no longer run. */
  campaigns: z.record(z.string(), z.string()),
});
export type VisitorDetail = z.infer<typeof VisitorDetail>;

/** GET /decisions/:id/explain: recorded, and replayed from the stored log. They agree. */
export const DecisionExplanation = z.object({
  decision: Decision,
  replayed: Reasons,
  agrees: z.boolean(),
  /**
   * False if more events came before the decision than are replayed: then a difference means
   * nothing.
   */
  whole: z.boolean(),
  /** A chat was shown where a call was decided, and why. */
  instead: NoCall.exactOptional(),
});
export type DecisionExplanation = z.infer<typeof DecisionExplanation>;
