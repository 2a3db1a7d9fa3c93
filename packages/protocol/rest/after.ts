// What happens after conversations, by REST: the account's rules, and what a visitor answered.
import { z } from 'zod';
import { SurveyAnswers, SurveyQuestions } from '../after.ts';

/** GET and PUT /after-chat */
export const AfterSettings = z.object({
  /** Whether visitors are asked at all, and what. */
  survey: z.boolean(),
  questions: SurveyQuestions,
});
export type AfterSettings = z.infer<typeof AfterSettings>;

export const Survey = SurveyAnswers.extend({ answeredAt: z.number(), changedAt: z.number() });
export type Survey = z.infer<typeof Survey>;

/** GET /conversations/{id}/after */
export const AfterConversation = z.object({
  /** Null: not answered. */
  survey: Survey.nullable(),
});
export type AfterConversation = z.infer<typeof AfterConversation>;
