// Needs by REST: the account's list of what visitors may want, what was learnt of them, and the
// need of one conversation: as an agent named it and as estimated.
import { z } from 'zod';
import { revised } from '../common.ts';
import { NeedId, SkillId } from '../../ids.ts';

export const needListLimits = {
  /** Needs on an account's list. */
  listed: 100,
  /** Including those taken off the list, whose labels stay. */
  kept: 1_000,
  nameLength: 60,
} as const;

const name = z.string().trim().min(1).max(needListLimits.nameLength);

export const Need = z.object({
  id: NeedId,
  name,
  /** The skill that new conversations with this estimated need get. Null: anybody. */
  skill: SkillId.nullable(),
});
export type Need = z.infer<typeof Need>;

/** The basis of the estimates. Null until enough conversations are labelled. */
export const NeedsLearnt = z.object({
  /** Labelled conversations learnt from, and the needs told apart. */
  examples: z.number(),
  needs: z.number(),
  /** Of `held` held-out examples, `right` were named as by the agent. */
  held: z.number(),
  right: z.number(),
  at: z.number(),
});
export type NeedsLearnt = z.infer<typeof NeedsLearnt>;

/** GET /needs; PUT answers the same. */
export const NeedList = z.object({ needs: z.array(Need), learnt: NeedsLearnt.nullable() });
export type NeedList = z.infer<typeof NeedList>;
export const RevisedNeedList = revised(NeedList);
export type RevisedNeedList = z.infer<typeof RevisedNeedList>;

/**
 * PUT /needs: the whole list. An entry without an id is new; one left out is taken off the list.
 */
export const NeedListDraft = z.object({
  needs: z
    .array(z.object({ id: NeedId.optional(), name, skill: SkillId.nullable().default(null) }))
    .max(needListLimits.listed),
});
export type NeedListDraft = z.infer<typeof NeedListDraft>;

/** GET /conversations/:id/need */
export const ConversationNeed = z.object({
  /** As an agent named it. */
  named: NeedId.nullable(),
  /** The estimated need. Null: unknown. */
  seems: z.object({ need: NeedId, confidence: z.number() }).nullable(),
  /** The words that speak for it. */
  why: z.array(
    z.object({ source: z.enum(['said', 'searched', 'section', 'error']), text: z.string() }),
  ),
});
export type ConversationNeed = z.infer<typeof ConversationNeed>;

/** PUT /conversations/:id/need. Null removes the label. */
export const NeedNamed = z.object({ need: NeedId.nullable() });
