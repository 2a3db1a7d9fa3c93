// Predefined answers by REST: texts that agents insert. Managers maintain the shared ones, each
// agent their own. Each has a shortcut, may be for one skill and one language, and uses variables
// for what differs between conversations.
import { z } from 'zod';
import { revised } from '../common.ts';
import { AnswerId, ConversationId, NeedId, SkillId } from '../../ids.ts';
import { conversationLimits } from '../../limits/conversations.ts';

export const answerLimits = {
  /** Shared answers of an account. Beyond: `account.full`. */
  shared: 2_000,
  /** Own answers of one user. Beyond: `account.full`. */
  own: 200,
  shortcutLength: 40,
  titleLength: 80,
  /** A folder with its parents, such as `Shipping/Abroad`. */
  folderLength: 120,
  /** Needs that one answer is tied to. */
  needs: 20,
  /** Answers in one import. Beyond: `request.invalid`. */
  imported: 500,
} as const;

/**
 * The variables of an answer. A text with any other is refused when it is saved. A variable without
 * a value in a conversation becomes a gap to fill, and a message with a gap is not sent.
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

/** What is typed after the slash, in lower case. */
export const AnswerShortcut = z
  .string()
  .trim()
  .toLowerCase()
  .max(answerLimits.shortcutLength)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u);

/** Names of folders between slashes, trimmed. Empty: in none. */
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
  /** For conversations that require it, and for agents who have it. Null: for all. */
  skill: SkillId.nullable().default(null),
  /** As a browser names it: `de`, `pt-BR`. Null: for every language. */
  language: z
    .string()
    .regex(/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/)
    .max(35)
    .nullable()
    .default(null),
  /** The needs it answers: listed first for a visitor who seems to have one of these. */
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
  /** Whether it belongs to the requesting user; otherwise it is shared. */
  own: z.boolean(),
});
export type PredefinedAnswer = z.infer<typeof PredefinedAnswer>;
export const RevisedAnswer = revised(PredefinedAnswer);
export type RevisedAnswer = z.infer<typeof RevisedAnswer>;

/** GET /answers: shared ones and the user's own, by folder, shortcut and language. */
export const AnswerList = z.object({ answers: z.array(RevisedAnswer) });
export type AnswerList = z.infer<typeof AnswerList>;

/**
 * GET /answers/by-need: for each need the fitting answers that the user may read, the likeliest
 * first. A need without any is left out.
 */
export const AnswersByNeed = z.object({
  needs: z.array(z.object({ need: NeedId, answers: z.array(AnswerId) })),
});
export type AnswersByNeed = z.infer<typeof AnswersByNeed>;

/** POST /answers/:id/uses: it was sent in this conversation. Counted once. */
export const AnswerUsed = z.object({ conversation: ConversationId });

/**
 * POST /answers/import: all or nothing. One with the same shortcut, skill and language is replaced.
 */
export const AnswerImport = z.object({
  answers: z.array(AnswerDraft).min(1).max(answerLimits.imported),
});
export type AnswerImport = z.infer<typeof AnswerImport>;
export const AnswerImported = z.object({ added: z.number(), replaced: z.number() });
export type AnswerImported = z.infer<typeof AnswerImported>;

/**
 * GET /conversations/:id/answer-values: the values of variables there. One without a value is left
 * out.
 */
export const AnswerValues = z.object({
  values: z.partialRecord(z.enum(answerVariables), z.string()),
});
export type AnswerValues = z.infer<typeof AnswerValues>['values'];
