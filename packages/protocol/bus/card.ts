// The card of a visitor: what conversations, forms and letters want to know of somebody whose owner may
// be another process. It is asked for when it is needed, so that it is as new as that moment.
import { z } from 'zod';
import { BeforeForm } from '../conversation/before.ts';
import { AccountId, CampaignId, DecisionId, SiteId, SkillId, VisitorId } from '../ids.ts';
import { question } from './topic.ts';

/** What a visit shows of what its visitor wants: each list newest first; sections by their names. */
export const VisitSignals = z.object({
  searched: z.array(z.string()).readonly(),
  sections: z.array(z.string()).readonly(),
  errors: z.array(z.string()).readonly(),
});
export type VisitSignals = Readonly<z.infer<typeof VisitSignals>>;

/** The campaign that a conversation came from, and the skill it asked for. */
export const Origin = z.object({
  campaign: CampaignId,
  campaignName: z.string(),
  skill: SkillId.nullable(),
  /** Asked before its chat. */
  before: BeforeForm.nullable(),
  /** The words of the engagement: those that invite to a chat, and those that invite to leave a message. */
  invitation: z.object({ chat: z.string(), message: z.string() }).nullable(),
});
export type Origin = Readonly<z.infer<typeof Origin>>;

/** A visitor with a page connected, whom an agent may speak to first, and what that blurs. */
export const Reachable = z.object({
  site: SiteId,
  bot: z.boolean(),
  /** They said that they want to be asked nothing. */
  muted: z.boolean(),
  /** Running campaigns that count this visitor in control, or may yet. */
  control: z.array(z.object({ campaign: CampaignId, name: z.string() })).readonly(),
  holdout: z.boolean(),
});
export type Reachable = Readonly<z.infer<typeof Reachable>>;

export const VisitorCard = z.object({
  /** Claimed or verified; empty where there is none. */
  name: z.string(),
  /** An e-mail address that the visitor gave or is verified by. */
  address: z.string().nullable(),
  /** Of their browser, as BCP 47 names it. */
  language: z.string().nullable(),
  /** The page that they have in front of them. */
  page: z.string().nullable(),
  /** The trait that was named, where the business vouches for it. */
  tier: z.string().nullable(),
  /** What the visit is worth. */
  value: z.number(),
  /** Of the decision that was named. Null: none of theirs. */
  origin: Origin.nullable(),
  /** The form before the chat, where the decision is of their trial. */
  trialForm: BeforeForm.nullable(),
  /** Where it was asked for. Null: no page of theirs is connected. */
  here: Reachable.nullable(),
  /** What the visit under way shows; null for one who is not in memory. */
  shown: VisitSignals.nullable(),
});
export type VisitorCard = Readonly<z.infer<typeof VisitorCard>>;

/** Of a visitor whom nobody has in memory. */
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

/** What of a card is made only for those who want it. */
export const Wanted = z.object({
  /** Whose origin, or trial's form, is wanted. */
  decision: DecisionId.optional(),
  /** The trait by which the visitor's tier goes. */
  trait: z.string().optional(),
  /** Whether they may be spoken to first. */
  here: z.literal(true).optional(),
});
export type Wanted = Readonly<z.infer<typeof Wanted>>;

const Asked = z.object({ account: AccountId, visitor: VisitorId, wanted: Wanted });

export const cardQuestion = question('visitor.card', Asked, VisitorCard);

const AskedThen = z.object({ account: AccountId, visitor: VisitorId, startedAt: z.number() });

/** What the visit showed that a conversation begun then was in; of one that is over, from the log. */
export const shownThenQuestion = question('visitor.shown-then', AskedThen, VisitSignals.nullable());
