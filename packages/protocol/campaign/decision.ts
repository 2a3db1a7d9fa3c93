// What the engine records when a moment comes, and why: the interface between the engine, the log
// of facts, the live list and the explanation in words.
import { z } from 'zod';
import type { Trust } from '../behaviour/event.ts';
import {
  AccountId,
  CampaignId,
  ContactId,
  DecisionId,
  EngagementId,
  EventId,
  GoalId,
  PageViewId,
  SiteId,
  VariantId,
  VisitId,
  VisitorId,
  type SkillId,
} from '../ids.ts';
import type { OfferedWay } from '../channel/offered-way.ts';
import type { Face } from '../conversation/face.ts';
import { Zone, type Creative, type OfferedChannels } from './campaign.ts';
import { Condition } from './condition.ts';
import { DecisionPolicy } from './policy.ts';

/**
 * A condition with the result of each node and the value of its fact. Same shape as the condition.
 */
export interface Reason {
  readonly holds: boolean;
  readonly node: Condition;
  /** The fact's value at that instant: seconds for spans, null for unknown. */
  readonly value: string | number | boolean | readonly string[] | null;
  /** The next instant at which it may become true by time alone, if nothing else happens. */
  readonly wakesAt: number | null;
  readonly parts: readonly Reason[];
}
export const Reason: z.ZodType<Reason> = z.lazy(() =>
  z.object({
    holds: z.boolean(),
    node: Condition,
    value: z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]),
    wakesAt: z.number().nullable(),
    parts: z.array(Reason),
  }),
);

/** The results of audience and moment. */
export const Reasons = z.object({ audience: Reason, moment: Reason });

/** Why a campaign did or did not fire for a visitor at an instant. The first shut gate decides. */
export type Gate =
  | 'holdout'
  | 'bot'
  | 'schedule'
  | 'site'
  | 'audience'
  | 'moment'
  | 'muted'
  | 'cap.visit'
  | 'cap.day'
  | 'cap.visitor'
  | 'cap.dismissal'
  | 'zone'
  | 'agents'
  | 'in-conversation';

const Drawn = z.discriminatedUnion('type', [
  z.object({ type: z.literal('treatment'), variant: VariantId }),
  z.object({ type: z.literal('optimise'), variant: VariantId }),
  z.object({ type: z.literal('control') }),
]);
/**
 * `treatment` is always offered the engagement; `optimise`, in an optimising campaign, by its
 * policy.
 */
export const Arm = z.union([Drawn, z.object({ type: z.literal('holdout') })]);
export type Arm = z.infer<typeof Arm>;

export const CampaignExplanation = z.object({
  campaign: CampaignId,
  name: z.string(),
  period: z.number(),
  arm: Arm,
  /** Then the arm `treatment` is *always*. */
  optimises: z.boolean(),
  outcome: z.enum(['fired', 'eligible-now', 'waiting', 'not-eligible']),
  /** Null if nothing prevents it. A reader must accept gates that it has no words for. */
  gate: (z.string() as unknown as z.ZodType<Gate>).nullable(),
  audience: Reason,
  moment: Reason,
  decisions: z.array(DecisionId).readonly(),
});
export type CampaignExplanation = z.infer<typeof CampaignExplanation>;

/**
 * The unit that a decision counts for. On the web the visitor, whether a contact is known or not.
 */
export const Unit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('visitor'), id: VisitorId }),
  z.object({ kind: z.literal('contact'), id: ContactId }),
]);
export type Unit = Readonly<z.infer<typeof Unit>>;

/**
 * One decision of any arm. A control's decision is a ghost: it takes caps and zone, shows nothing.
 */
export const Decision = z.object({
  id: DecisionId,
  account: AccountId,
  site: SiteId,
  visitor: VisitorId,
  visit: VisitId,
  unit: Unit,
  campaign: CampaignId,
  period: z.number(),
  engagement: EngagementId,
  goal: GoalId,
  arm: Drawn,
  zone: Zone,
  /** What could be offered at that instant, recorded in both arms. */
  offer: z.enum(['live', 'fallback', 'content']),
  /**
   * The newest event it is based on: its trigger, or the last one before a timer. Null: unknown.
   */
  event: EventId.nullable(),
  pageView: PageViewId.nullable(),
  at: z.number(),
  ordinal: z.number(),
  configurationVersion: z.number(),
  availabilityVersion: z.number(),
  /** Probability of this arm under the randomisation, 0 to 1. */
  propensity: z.number(),
  reasons: Reasons,
  /** In every arm of an optimising campaign, and in no other campaign. */
  policy: DecisionPolicy.exactOptional(),
});
export type Decision = z.infer<typeof Decision>;

/**
 * What is sent to the browser of a visitor who is offered the engagement. No byte of it goes to
 * control.
 */
export interface EngagementContent {
  readonly decision: DecisionId;
  readonly campaign: CampaignId;
  readonly zone: Zone;
  readonly pageView: PageViewId | null;
  /**
   * `chat` and `call` open a conversation on acceptance; `message` leaves one; `content` follows its
   * link.
   */
  readonly action: 'chat' | 'call' | 'message' | 'callback' | 'content';
  readonly skill: SkillId | null;
  readonly creative: Creative;
  /** A live offer reserves an agent's place until this instant, ms. */
  readonly heldUntil: number | null;
  /** Agents who could answer, if the creative shows faces. */
  readonly faces?: readonly Face[];
  /** There is a form before the chat or message: the window requests it. */
  readonly asks?: true;
  /** Channels in which the visitor may go on. The server makes `ways` of them and sends those. */
  readonly channels?: OfferedChannels;
  readonly ways?: OfferedWays;
  /** For a call, if no agent is free: the expected wait, s, in steps. */
  readonly waitS?: number;
  /** For a chat: a call was to be offered, and why it is not. */
  readonly instead?: NoCall;
  /** A manager tries a draft in their own browser. It counts nowhere. */
  readonly trial: boolean;
}

/**
 * Why a chat is offered instead of a call: the account switched calls off, the installation has none,
 * or the visitor's page has no microphone.
 */
export const NoCall = z.enum(['account', 'server', 'page']);
export type NoCall = z.infer<typeof NoCall>;

/** How an offer may be accepted, best first. */
export interface OfferedWays {
  /** In the chat window, too. */
  readonly chat: boolean;
  readonly list: readonly OfferedWay[];
}

/** A goal reached. Credited once per (goal, key), whatever is reported again. */
export interface Conversion {
  readonly account: AccountId;
  readonly site: SiteId;
  readonly visitor: VisitorId;
  readonly goal: GoalId;
  readonly key: string;
  /** The property of the event that the key was read from. Empty: the event itself is the key. */
  readonly keyProperty: string;
  readonly event: EventId;
  readonly at: number;
  readonly receivedAt: number;
  readonly ordinal: number;
  readonly value: number;
  /** As the event names it. Empty: the account's. */
  readonly currency: string;
  readonly trust: Trust;
}
