// What happens after conversations, by REST: the account's rules, and a visitor's answers.
import { z } from 'zod';
import { revised } from '../common.ts';
import { SurveyAnswers, SurveyQuestions } from '../../conversation/after.ts';

/** GET and PUT /after-chat */
export const AfterSettings = z.object({
  /** Whether visitors are asked at all, and what. */
  survey: z.boolean(),
  questions: SurveyQuestions,
  /** Whether conversations may be sent by e-mail, to visitors who request it and by agents. */
  transcript: z.boolean(),
});
export type AfterSettings = z.infer<typeof AfterSettings>;

export const Survey = SurveyAnswers.extend({ answeredAt: z.number(), changedAt: z.number() });
export type Survey = z.infer<typeof Survey>;

/** The answer of GET and PUT. */
export const AfterRules = AfterSettings.extend({
  /** Whether a mail server is configured. Without one nothing is sent. */
  mail: z.boolean(),
});
export type AfterRules = z.infer<typeof AfterRules>;
export const RevisedAfterRules = revised(AfterRules);
export type RevisedAfterRules = z.infer<typeof RevisedAfterRules>;

export const SentTranscript = z.object({
  by: z.enum(['visitor', 'agent']),
  address: z.string(),
  at: z.number(),
});
export type SentTranscript = z.infer<typeof SentTranscript>;

/** GET /conversations/{id}/after, and the answer of POST /conversations/{id}/transcript */
export const AfterConversation = z.object({
  /** Null: not answered. */
  survey: Survey.nullable(),
  transcript: z.object({
    sent: z.array(SentTranscript),
    /** Where an agent may send it now. Null: nowhere. */
    to: z.string().nullable(),
  }),
});
export type AfterConversation = z.infer<typeof AfterConversation>;
