// Predefined answers by REST: what agents insert instead of writing it anew. Shared ones are kept by
// managers, own ones by the agent whose they are. Each has a shortcut, may be for one skill and one
// language, and names by variables what differs from one conversation to the next.
import { z } from 'zod';
import { revised } from '../common.ts';
import { AnswerId, ConversationId, NeedId, SkillId } from '../../ids.ts';
import { conversationLimits } from '../../limits.ts';

export const answerLimits = {
  /** Shared answers of an account. Beyond: `account.full`. */
  shared: 2_000,
  /** Own answers of one user. Beyond: `account.full`. */
  own: 200,
  shortcutLength: 40,
  titleLength: 80,
  /** A folder with its parents, as `Shipping/Abroad`. */
  folderLength: 120,
  /** Needs that one answer is tied to. */
  needs: 20,
  /** Answers in one import. Beyond: `request.invalid`. */
  imported: 500,
} as const;

/**
 * What an answer may name. A text that names anything else is refused when it is saved; one that has
 * no value in a conversation becomes a gap to fill, and a message with a gap is not sent.
 */
export const answerVariables = [
  'visitor.name',
  'visitor.firstName',
  'visitor.email',
  'agent.name',
  'agent.firstName',
  'site.name',
  'order.id',
] as const;
export type AnswerVariable = (typeof answerVariables)[number];

/** What is typed after the slash, in small letters. */
export const AnswerShortcut = z
  .string()
  .trim()
  .toLowerCase()
  .max(answerLimits.shortcutLength)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u);

/** Names of folders between slashes, without spaces around them; empty: in none. */
const folder = z
  .string()
  .max(answerLimits.folderLength)
  .transform((path) =>
    path
      .split('/')
      .map((name) => name.trim())
      .filter((name) => name !== '')
      .join('/'),
  );

/** POST /answers, PUT /answers/:id; the same under /my-answers. */
export const AnswerDraft = z.object({
  shortcut: AnswerShortcut,
  title: z.string().trim().min(1).max(answerLimits.titleLength),
  text: z.string().trim().min(1).max(conversationLimits.messageLength),
  folder: folder.default(''),
  /** For conversations that ask for it, and for agents who have it; null: for all. */
  skill: SkillId.nullable().default(null),
  /** As a browser names it: `de`, `pt-BR`; null: for every language. */
  language: z
    .string()
    .regex(/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/)
    .max(35)
    .nullable()
    .default(null),
  /** What it answers: it stands first where a visitor seems to want one of these. */
  needs: z.array(NeedId).max(answerLimits.needs).default([]),
});
export type AnswerDraft = z.infer<typeof AnswerDraft>;

export const PredefinedAnswer = z.object({
  id: AnswerId,
  shortcut: z.string(),
  title: z.string(),
  text: z.string(),
  folder: z.string(),
  skill: SkillId.nullable(),
  language: z.string().nullable(),
  needs: z.array(NeedId),
  /** Of the one who asks; else it is everybody's. */
  own: z.boolean(),
});
export type PredefinedAnswer = z.infer<typeof PredefinedAnswer>;
export const RevisedAnswer = revised(PredefinedAnswer);
export type RevisedAnswer = z.infer<typeof RevisedAnswer>;

/** GET /answers: shared ones and those of the user who asks, by folder, shortcut and language. */
export const AnswerList = z.object({ answers: z.array(RevisedAnswer) });
export type AnswerList = z.infer<typeof AnswerList>;

/**
 * GET /answers/by-need: of each need, the answers that fit it, the likeliest first; of those that the
 * user who asks may read. A need that none fits is left out.
 */
export const AnswersByNeed = z.object({
  needs: z.array(z.object({ need: NeedId, answers: z.array(AnswerId) })),
});
export type AnswersByNeed = z.infer<typeof AnswersByNeed>;

/** POST /answers/:id/uses: it was sent in this conversation; counted once. */
export const AnswerUsed = z.object({ conversation: ConversationId });

/** POST /answers/import: all or nothing. One with the same shortcut, skill and language is replaced. */
export const AnswerImport = z.object({
  answers: z.array(AnswerDraft).min(1).max(answerLimits.imported),
});
export type AnswerImport = z.infer<typeof AnswerImport>;
export const AnswerImported = z.object({ added: z.number(), replaced: z.number() });
export type AnswerImported = z.infer<typeof AnswerImported>;

/** GET /conversations/:id/answer-values: what variables stand for there; one without a value is left out. */
export const AnswerValues = z.object({
  values: z.partialRecord(z.enum(answerVariables), z.string()),
});
export type AnswerValues = z.infer<typeof AnswerValues>['values'];
