// What a campaign manager writes: goals, sections, campaigns and their engagements, as documents.
// The engine compiles them, the console edits them, and `content` draws what they show.
import { z } from 'zod';
import { BeforeForm } from '../conversation/before.ts';
import { Condition } from './condition.ts';
import {
  CampaignId,
  ChannelId,
  EngagementId,
  GoalId,
  SectionId,
  SiteId,
  SkillId,
  VariantId,
} from '../ids.ts';
import { Trust } from '../behaviour/event.ts';
import { EventPattern } from './condition.ts';
import { optimiseLimits } from '../limits/campaigns.ts';
import { Translations } from './translations.ts';

/** Basis points: 10,000 is all. */
export const Share = z.number().int().min(0).max(10_000);
const Name = z.string().trim().min(1).max(80);

/**
 * A named set of pages. `path` patterns: `*` within a segment, `**` across; one match is enough.
 */
export const Section = z.strictObject({
  id: SectionId,
  site: SiteId,
  name: z.string().trim().min(1).max(64),
  patterns: z.array(z.string().min(1).max(256)).min(1).max(20),
});
export type Section = z.infer<typeof Section>;

export const Goal = z.strictObject({
  id: GoalId,
  name: Name,
  kind: z.enum(['purchase', 'lead', 'service', 'page', 'event']),
  /** The event that reaches it. For `page`, the section or path is in `where`. */
  event: EventPattern,
  /** Where its value comes from: a property of the event, a fixed sum, or none (a count only). */
  value: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('property'), path: z.string().max(128) }),
    z.strictObject({ type: z.literal('fixed'), amount: z.number().nonnegative() }),
    z.strictObject({ type: z.literal('none') }),
  ]),
  /** The most that a visitor's conversions count together. Fixed for a period at its start. */
  valueCap: z.number().positive().nullable(),
  /** The property that names the conversion (`order_id`). Null: the event's client id does. */
  key: z.string().max(128).nullable(),
  window: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('visit') }),
    z.strictObject({
      type: z.literal('duration'),
      seconds: z
        .number()
        .int()
        .min(60)
        .max(90 * 86_400),
    }),
  ]),
  /** The least trust it accepts: page < signed < server. */
  trust: Trust,
});
export type Goal = z.infer<typeof Goal>;

/** Compares two values by the parts that `part` selects. */
function alike<Whole>(part: (whole: Whole) => unknown): (one: Whole, other: Whole) => boolean {
  return (one, other) => JSON.stringify(part(one)) === JSON.stringify(part(other));
}

/**
 * What reaches a goal, and what counts once. While this is the same, what was learnt of it stays
 * valid.
 */
export function reachedBy({ event, key, trust }: Pick<Goal, 'event' | 'key' | 'trust'>): string {
  return JSON.stringify([event, key, trust]);
}

/**
 * Whether two goals are reached by the same events within the same time. Their value does not
 * matter.
 */
export const isReachedAlike = alike((goal: Goal) => [goal.id, reachedBy(goal), goal.window]);

/** Whether reaching two goals has the same value. */
export const isWorthAlike = alike(({ value, valueCap }: Goal) => [value, valueCap]);

export const Zone = z.enum(['corner', 'edge', 'centre', 'top', 'inline']);
export type Zone = z.infer<typeof Zone>;
export const Format = z.enum([
  'toast',
  'overlay',
  'slide-out',
  'sticky-button',
  'banner',
  'embedded',
]);
export type Format = z.infer<typeof Format>;
/** The zone of each format. A zone holds one engagement at a time. */
export const zoneOf: Readonly<Record<Format, Zone>> = {
  toast: 'corner',
  'sticky-button': 'corner',
  'slide-out': 'edge',
  overlay: 'centre',
  banner: 'top',
  embedded: 'inline',
};

const HttpsUrl = z
  .string()
  .max(2048)
  .regex(/^(https?:\/\/|\/(?!\/))/, 'must be an http(s) address or a path that begins with /');

/** What an engagement says and how it looks. The renderer in `content` draws exactly this. */
export const Creative = z.strictObject({
  format: Format,
  headline: z.string().max(120),
  text: z.string().max(400).default(''),
  /** The label of the main button. Empty for content without a link. */
  action: z.string().max(60).default(''),
  image: z
    .strictObject({ url: HttpsUrl, alt: z.string().max(200) })
    .nullable()
    .default(null),
  /**
   * On a live chat offer: the faces of agents who could answer. A picture takes their place. Default:
   * none.
   */
  faces: z.boolean().exactOptional(),
  /** For content: where the main button leads. */
  link: HttpsUrl.nullable().default(null),
  /** For `embedded`: the CSS selector of the slot. */
  slot: z.string().max(200).nullable().default(null),
  /** For slide-out and sticky button: which side. */
  side: z.enum(['left', 'right']).default('right'),
  /** Offer "don't ask again". */
  mutable: z.boolean().default(true),
});
export type Creative = z.infer<typeof Creative>;

/**
 * Messaging channels in which a visitor may go on. `chat`: beside the chat window, which is offered
 * in any case where none of them can be used.
 */
export const OfferedChannels = z.strictObject({
  ids: z.array(ChannelId).max(6),
  chat: z.boolean(),
});
export type OfferedChannels = z.infer<typeof OfferedChannels>;

/** What an offer has that an agent answers. */
const answered = {
  skill: SkillId.nullable().default(null),
  /** The form before it begins, or the message is left. */
  before: BeforeForm.optional(),
  creative: Creative,
  /**
   * Shown when no agent is free, or for a call: when none is there. `callback`: they may ask to be called,
   * or leave a message where nobody is called back. Null: nothing, and eligibility then requires an agent.
   */
  fallback: z
    .strictObject({ type: z.enum(['content', 'message', 'callback']), creative: Creative })
    .nullable()
    .default(null),
};
export const ChatOffer = z.strictObject({
  channel: z.literal('chat'),
  ...answered,
  /** Absent: the chat window alone. */
  channels: OfferedChannels.exactOptional(),
});
/** A visitor who accepts it waits for an agent as a call. Where calls are not available it is a chat. */
export const CallOffer = z.strictObject({ channel: z.literal('call'), ...answered });
export const ContentOffer = z.strictObject({ channel: z.literal('content'), creative: Creative });
export const Offer = z.discriminatedUnion('channel', [ChatOffer, CallOffer, ContentOffer]);
export type Offer = z.infer<typeof Offer>;
/** An offer that takes an agent's time. */
export type AnsweredOffer = Exclude<Offer, { channel: 'content' }>;

export const Variant = z.strictObject({ id: VariantId, name: Name, share: Share, offer: Offer });
export type Variant = z.infer<typeof Variant>;

export const Engagement = z.strictObject({
  id: EngagementId,
  moment: Condition,
  zone: Zone,
  /** Shares of the variants add up to 10,000. */
  variants: z.array(Variant).min(1).max(4),
});
export type Engagement = z.infer<typeof Engagement>;

export const Caps = z.strictObject({
  perVisit: z.number().int().min(1).max(20).nullable(),
  perDay: z.number().int().min(1).max(50).nullable(),
  perVisitor: z.number().int().min(1).max(100).nullable(),
  /** Seconds of rest after a dismissal. */
  afterDismissalS: z
    .number()
    .int()
    .min(0)
    .max(90 * 86_400)
    .nullable(),
});
export type Caps = z.infer<typeof Caps>;

const DelayS = z.number().int().min(0).max(optimiseLimits.delayS);

const Minute = z.number().int().min(0).max(1440);
/**
 * Instants in ms; days and minutes in the account's time zone. Outside it no visitor becomes
 * eligible.
 */
export const Schedule = z.strictObject({
  from: z.number().nullable(),
  until: z.number().nullable(),
  days: z.array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])).max(7),
  hours: z.strictObject({ fromMinute: Minute, untilMinute: Minute }).nullable(),
});
export type Schedule = z.infer<typeof Schedule>;

/** How an optimising campaign weighs and waits. Money is in the account's currency. */
export const Optimise = z.strictObject({
  /** Bounds of the delay before an invitation, in seconds. `until` 0: no invitation waits. */
  delayS: z
    .strictObject({ from: DelayS, until: DelayS })
    .refine(({ from, until }) => from <= until, 'the shortest delay comes first')
    .default({ from: 15, until: 60 }),
  /** While fewer conversations than this share are answered in time, no visitor is offered one. */
  serviceLevel: z
    .strictObject({ answeredInS: z.number().int().min(5).max(600), share: Share })
    .default({ answeredInS: 20, share: 8000 }),
  costPerInvitation: z.number().nonnegative().max(1_000_000).default(0),
  /** What one invitation costs in goodwill. */
  annoyance: z.number().nonnegative().max(1_000_000).default(0),
  /** The share of visitors outside control that is always offered the engagement. */
  always: Share.default(5000),
});
export type Optimise = z.infer<typeof Optimise>;

/** The part of a campaign that is edited as a draft and published as a whole. */
export const CampaignDocument = z.strictObject({
  name: Name,
  /** Sites it runs on. Empty: all. */
  sites: z.array(SiteId).max(50),
  goal: GoalId,
  audience: Condition,
  engagement: Engagement,
  /** Control share in basis points. Never zero once live. */
  control: Share,
  caps: Caps,
  schedule: Schedule,
  /** Higher goes first. */
  priority: z.number().int().min(0).max(100),
  /** Default: `always`. */
  mode: z.enum(['always', 'optimise']).optional(),
  /**
   * If the mode is `optimise` and a setting is not the default. Kept while the mode is `always`.
   */
  optimise: Optimise.optional(),
  /** Its texts in other languages. Visitors of all others read the default. */
  translations: Translations.exactOptional(),
});
export type CampaignDocument = z.infer<typeof CampaignDocument>;

export const CampaignState = z.enum(['draft', 'running', 'paused', 'archived']);
export type CampaignState = z.infer<typeof CampaignState>;

/** A running campaign as the engine sees it. `period` counts from 1. */
export const LiveCampaign = z.strictObject({
  id: CampaignId,
  period: z.number().int().min(1),
  document: CampaignDocument,
});
export type LiveCampaign = z.infer<typeof LiveCampaign>;

/** How it optimises. Null if it always offers its engagement. */
export function optimisingOf({
  mode,
  optimise,
}: Pick<CampaignDocument, 'mode' | 'optimise'>): Optimise | null {
  return mode === 'optimise' ? (optimise ?? Optimise.parse({})) : null;
}

/** Whether any of its variants takes an agent's time. */
export function takesAgents({ engagement }: Pick<CampaignDocument, 'engagement'>): boolean {
  return engagement.variants.some(({ offer }) => offer.channel !== 'content');
}

/**
 * Whether two documents make the same offer to the same visitors for the same goal, however they
 * weigh it.
 */
export const offersTheSame = alike((document: CampaignDocument) => {
  const { goal, audience, engagement, sites, translations } = document;
  return [goal, audience, engagement, sites, translations];
});

/**
 * Whether two documents meet the same visitors while they run, and want the same of them, so that
 * measurements of one apply to the other. An optimising one meets everybody in its audience.
 */
export function meetsTheSame(one: CampaignDocument, other: CampaignDocument): boolean {
  return wantsTheSame(one, other) && isSameWeek(one.schedule, other.schedule);
}
const wantsTheSame = alike((document: CampaignDocument) => {
  const { sites, goal, audience, engagement } = document;
  return [sites, goal, audience, optimisingOf(document) !== null || engagement.moment];
});

/** Whether two schedules run at the same hours of the week, whatever their dates. */
export const isSameWeek = alike(({ days, hours }: Schedule) => [days.toSorted(), hours]);

/**
 * Whether a change from one document to another begins a new period (share, audience, moment,
 * content, translations, goal, sites, mode).
 */
export function startsPeriod(before: CampaignDocument, after: CampaignDocument): boolean {
  return !runsOn(before, after);
}
const runsOn = alike((document: CampaignDocument) => {
  const { goal, audience, engagement, control, sites, translations } = document;
  return [goal, audience, engagement, control, sites, optimisingOf(document), translations];
});
