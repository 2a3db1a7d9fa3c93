// What the engine records when a moment comes, and why: the seam between the engine, the log of
// facts, the live list and the explanation in words.
import type { Condition } from './condition.ts';
import type { Creative, Zone } from './campaign.ts';
import type {
  AccountId,
  CampaignId,
  DecisionId,
  EngagementId,
  EventId,
  GoalId,
  SiteId,
  SkillId,
  VariantId,
  VisitId,
  VisitorId,
  PageViewId,
} from '../ids.ts';
import type { Trust } from '../behaviour/event.ts';
import type { DecisionPolicy } from './policy.ts';

/** A condition with what each node came to, and the value its fact had. Same shape as the condition. */
export interface Reason {
  readonly holds: boolean;
  readonly node: Condition;
  /** The fact's value at that instant; seconds for spans, null for unknown. */
  readonly value: string | number | boolean | readonly string[] | null;
  /** The next instant at which it may turn true by time alone, if nothing else happens. */
  readonly wakesAt: number | null;
  readonly parts: readonly Reason[];
}

/** Why a campaign did or did not fire for a visitor at an instant. The first failing gate decides. */
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

export interface CampaignExplanation {
  readonly campaign: CampaignId;
  readonly name: string;
  readonly period: number;
  readonly arm: Arm;
  /** Then the arm `treatment` is *always*. */
  readonly optimises: boolean;
  readonly outcome: 'fired' | 'eligible-now' | 'waiting' | 'not-eligible';
  /** Null where nothing stands in the way. */
  readonly gate: Gate | null;
  readonly audience: Reason;
  readonly moment: Reason;
  readonly decisions: readonly DecisionId[];
}

/** `treatment` is offered the engagement always; `optimise`, of an optimising campaign, by its policy. */
export type Arm =
  | { readonly type: 'treatment'; readonly variant: VariantId }
  | { readonly type: 'optimise'; readonly variant: VariantId }
  | { readonly type: 'control' }
  | { readonly type: 'holdout' };

/** One decision of any arm. A control's decision is a ghost: it takes caps and zone, shows nothing. */
export interface Decision {
  readonly id: DecisionId;
  readonly account: AccountId;
  readonly site: SiteId;
  readonly visitor: VisitorId;
  readonly visit: VisitId;
  readonly campaign: CampaignId;
  readonly period: number;
  readonly engagement: EngagementId;
  readonly goal: GoalId;
  readonly arm: Exclude<Arm, { type: 'holdout' }>;
  readonly zone: Zone;
  /** What could be offered at that instant; recorded in both arms. */
  readonly offer: 'live' | 'fallback' | 'content';
  /** The newest event it rests on: its trigger, or the last one before a timer. Null: not known. */
  readonly event: EventId | null;
  readonly pageView: PageViewId | null;
  readonly at: number;
  readonly ordinal: number;
  readonly configurationVersion: number;
  readonly availabilityVersion: number;
  /** Probability of this arm under the randomisation, 0 to 1. */
  readonly propensity: number;
  readonly reasons: { readonly audience: Reason; readonly moment: Reason };
  /** In every arm of a campaign that optimises; left out elsewhere. */
  readonly policy?: DecisionPolicy;
}

/** What goes to the browser of a visitor who is offered it. No byte of it goes to control. */
export interface EngagementContent {
  readonly decision: DecisionId;
  readonly campaign: CampaignId;
  readonly zone: Zone;
  readonly pageView: PageViewId | null;
  /** `chat` opens a conversation on acceptance; `message` leaves one; `content` follows its link. */
  readonly action: 'chat' | 'message' | 'content';
  readonly skill: SkillId | null;
  readonly creative: Creative;
  /** A live offer holds an agent's place until this instant, ms. */
  readonly heldUntil: number | null;
  /** There is a form before the chat, or the message: the window asks for it. */
  readonly asks?: true;
  /** A manager trying a draft in their own browser; counts nowhere. */
  readonly trial: boolean;
}

/** A goal reached. Credited once per (goal, key) whatever is reported again. */
export interface Conversion {
  readonly account: AccountId;
  readonly site: SiteId;
  readonly visitor: VisitorId;
  readonly goal: GoalId;
  readonly key: string;
  /** The property of the event that the key was read from; empty: the event itself is the key. */
  readonly keyProperty: string;
  readonly event: EventId;
  readonly at: number;
  readonly receivedAt: number;
  readonly ordinal: number;
  readonly value: number;
  /** As the event names it; empty: the account's. */
  readonly currency: string;
  readonly trust: Trust;
}
