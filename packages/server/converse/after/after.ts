// What comes after a conversation, put together, and the visitor's side of it. Their token was
// verified, and the conversation is their own, before anything here is asked.
import type {
  ConversationRecord,
  ConversationStore,
} from '@opportune/core/ports/conversation-store.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { AfterFrame } from '@opportune/protocol/after.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ChatFrame } from '@opportune/protocol/frames-visitor.ts';
import type { ChatLink } from '../seams.ts';
import { type AfterRules, createAfterRules } from './after-settings.ts';
import { answersTo, surveyAfter } from './survey.ts';
import { createSurveys, type Surveys } from './surveys.ts';

export interface After {
  readonly rules: AfterRules;
  readonly surveys: Surveys;
  readonly store: ConversationStore;
}

export type AfterChatFrame = Extract<ChatFrame, { type: 'chat.after' | 'chat.rate' }>;

/** What a visitor's frame is about, and when. */
export interface AfterAsked {
  readonly link: ChatLink;
  readonly record: ConversationRecord;
  /** Another conversation of theirs goes on, or they are blocked: nothing is asked. */
  readonly silent: boolean;
  readonly now: number;
}

export function createAfter(records: Records, store: ConversationStore): After {
  return { rules: createAfterRules(records), surveys: createSurveys(records), store };
}

/** Answers the frame on the link, or with the code of a refusal. */
export async function heardAfter(
  after: After,
  asked: AfterAsked,
  frame: AfterChatFrame,
): Promise<ErrorCode | null> {
  const refused = frame.type === 'chat.rate' ? await rate(after, asked, frame.answers) : null;
  if (refused !== null) return refused;
  asked.link.send(await afterOf(after, asked));
  return null;
}

async function afterOf(after: After, asked: AfterAsked): Promise<AfterFrame> {
  const survey = await surveyOf(after, asked);
  return { type: 'chat.after', conversation: asked.record.id, survey };
}

async function surveyOf({ rules, surveys }: After, { link, record, silent, now }: AfterAsked) {
  if (silent) return null;
  const given = await surveys.of(link.account, record.id);
  return surveyAfter(await rules.of(link.account), record, given, now);
}

async function rate(
  after: After,
  asked: AfterAsked,
  given: Extract<AfterChatFrame, { type: 'chat.rate' }>['answers'],
): Promise<ErrorCode | null> {
  const { link, record, now } = asked;
  const survey = await surveyOf(after, asked);
  if (survey === null) return 'message.not_answerable';
  if (!survey.open) return 'message.answered';
  const answers = answersTo(survey.questions, given);
  if (answers === null) return 'message.empty';
  const kept = await after.surveys.keep(link.account, record.id, answers, now);
  return kept ? null : 'message.answered';
}
