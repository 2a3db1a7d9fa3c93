// After a conversation, between the visitor's window and the server: the survey and its answers.
// Answers are not messages: they are stored with the conversation.
import { z } from 'zod';
import { about, frame } from '../frame.ts';
import type { ConversationId } from '../ids.ts';
import { textOf } from '../text.ts';

export const afterLimits = {
  /** Characters of the free text. Beyond: `message.too_long`. */
  textLength: 1_000,
  /** First answers must come within this after the end. Beyond: nothing is asked any more. */
  askedMs: 24 * 3_600_000,
  /** Answers may change within this after the first. Beyond: `message.answered`. */
  changeMs: 3_600_000,
  /** Messages of a transcript by e-mail: the newest. It says if earlier ones are left out. */
  transcriptMessages: 1_000,
  /** Transcripts that one visitor may have sent within an hour. Beyond: `rate.transcripts`. */
  transcriptsOfVisitor: 5,
  /** Transcripts to one address within a day, in one account. Beyond: `rate.transcripts`. */
  transcriptsToAddress: 5,
  /**
   * Attempts for one conversation if the mail server does not accept it. Beyond:
   * `rate.transcripts`.
   */
  transcriptTries: 5,
  /** An attempt with unknown outcome may be repeated after this. */
  transcriptPatienceMs: 60_000,
  /** How long a requester waits for the outcome. */
  transcriptWaitMs: 20_000,
  /** How long a requested one may still be sent if the server stopped meanwhile. */
  transcriptTriedMs: 24 * 3_600_000,
} as const;

/** Which questions are asked. */
export const SurveyQuestions = z.object({
  /** How satisfied they are, 1 to 5 (CSAT). */
  satisfaction: z.boolean(),
  /** How likely they are to recommend, 0 to 10 (NPS). */
  recommend: z.boolean(),
  resolved: z.boolean(),
  text: z.boolean(),
});
export type SurveyQuestions = z.infer<typeof SurveyQuestions>;

/** Null or empty: not answered. */
export const SurveyAnswers = z.object({
  satisfaction: z.number().int().min(1).max(5).nullable(),
  recommend: z.number().int().min(0).max(10).nullable(),
  resolved: z.boolean().nullable(),
  text: textOf(afterLimits.textLength),
});
export type SurveyAnswers = z.infer<typeof SurveyAnswers>;

export const afterFrames = [
  /** What is asked after this conversation? Answered by `AfterFrame`. */
  frame('chat.after', about),
  /** Answered by `AfterFrame` once it is stored. */
  frame('chat.rate', { ...about, answers: SurveyAnswers }),
  /**
   * Send the conversation to this address. Answered by `AfterFrame` once the mail server accepted
   * it.
   */
  frame('chat.transcript', { ...about, address: z.email().max(254) }),
] as const;

export interface AfterFrame {
  readonly type: 'chat.after';
  readonly conversation: ConversationId;
  /** Null: nothing is asked. */
  readonly survey: {
    readonly questions: SurveyQuestions;
    /** Null until they answered. */
    readonly answers: SurveyAnswers | null;
    /** Whether an answer is accepted now. */
    readonly open: boolean;
  } | null;
  /** Whether the visitor may have it sent by e-mail, or has. */
  readonly transcript: 'no' | 'may' | 'sent';
}
