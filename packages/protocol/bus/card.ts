// The card of a visitor: what conversations, forms and letters need to know of a visitor whose
// owner may be another process. It is requested on demand, so it is always current.
import { z } from 'zod';
import { BeforeForm } from '../conversation/before.ts';
import { AccountId, CampaignId, DecisionId, SiteId, SkillId, VisitorId } from '../ids.ts';
import { question } from './topic.ts';

/** What a visit shows of its visitor's need. Each list is newest first; sections by name. */
export const VisitSignals = z.object({
  searched: z.array(z.string()).readonly(),
  sections: z.array(z.string()).readonly(),
  errors: z.array(z.string()).readonly(),
});
export type VisitSignals = Readonly<z.infer<typeof VisitSignals>>;

/** The campaign that a conversation came from, and the skill it requires. */
export const Origin = z.object({
  campaign: CampaignId,
  campaignName: z.string(),
  skill: SkillId.nullable(),
  /** The form before its chat, in the visitor's language. */
  before: BeforeForm.nullable(),
  /** The same in the default words, if those differ. */
  beforeAsWritten: BeforeForm.exactOptional(),
  /**
   * The words of the engagement: those that invite to a chat, and those that invite to leave a
   * message.
   */
  invitation: z.object({ chat: z.string(), message: z.string() }).nullable(),
});
export type Origin = Readonly<z.infer<typeof Origin>>;

/** A visitor with a connected page, whom an agent may write to first, and what that blurs. */
export const Reachable = z.object({
  site: SiteId,
  bot: z.boolean(),
  /** They asked not to be asked anything. */
  muted: z.boolean(),
  /** Running campaigns that count this visitor in control, or may still. */
  control: z.array(z.object({ campaign: CampaignId, name: z.string() })).readonly(),
  holdout: z.boolean(),
});
export type Reachable = Readonly<z.infer<typeof Reachable>>;

export const VisitorCard = z.object({
  /** Claimed or verified. Empty if there is none. */
  name: z.string(),
  /** An e-mail address that the visitor gave or is verified by. */
  address: z.string().nullable(),
  /** Of their browser, as BCP 47 names it. */
  language: z.string().nullable(),
  /** The page in front. */
  page: z.string().nullable(),
  /** The named trait, if the business vouches for it. */
  tier: z.string().nullable(),
  /** What the visit is worth. */
  value: z.number(),
  /** Of the named decision. Null: not theirs. */
  origin: Origin.nullable(),
  /** The form before the chat, if the decision is of their trial. */
  trialForm: BeforeForm.nullable(),
  /** If requested. Null: no page of theirs is connected. */
  here: Reachable.nullable(),
  /** What the present visit shows. Null for a visitor not in memory. */
  shown: VisitSignals.nullable(),
});
export type VisitorCard = Readonly<z.infer<typeof VisitorCard>>;

/** The card of a visitor whom no process has in memory. */
export const noCard: VisitorCard = {
  name: '',
  address: null,
  language: null,
  page: null,
  tier: null,
  value: 0,
  origin: null,
  trialForm: null,
  here: null,
  shown: null,
};

/** Parts of a card that are only made on request. */
export const Wanted = z.object({
  /** Whose origin, or trial's form, is requested. */
  decision: DecisionId.optional(),
  /** The trait that determines the visitor's tier. */
  trait: z.string().optional(),
  /** Whether they may be written to first. */
  here: z.literal(true).optional(),
});
export type Wanted = Readonly<z.infer<typeof Wanted>>;

const Asked = z.object({ account: AccountId, visitor: VisitorId, wanted: Wanted });

export const cardQuestion = question('visitor.card', Asked, VisitorCard);

const AskedThen = z.object({ account: AccountId, visitor: VisitorId, startedAt: z.number() });

/**
 * What the visit showed in which a conversation then began. For a visit that is over, from the log.
 */
export const shownThenQuestion = question('visitor.shown-then', AskedThen, VisitSignals.nullable());
