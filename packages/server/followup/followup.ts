// Surveys and transcripts from the visitor's side. Callers have already verified the token and that
// the conversation is the visitor's own.
import type { FollowupAsked, FollowupFrame } from '@opportune/core/ports/visitor-chat.ts';
import type { JobKind, JobStore } from '@opportune/core/ports/jobs.ts';
import type { Permission } from '@opportune/core/ports/permission.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { AfterFrame } from '@opportune/protocol/conversation/after.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AccountId, VisitorId } from '@opportune/protocol/ids.ts';
import type { AfterSettings } from '@opportune/protocol/rest/conversation/after.ts';
import { type AfterRules, createAfterRules } from './followup-settings.ts';
import { sendLetter, type Sending, sendTranscript, Waiting } from './send-transcript.ts';
import { answersTo, mayBeSent, surveyAfter } from './offered.ts';
import { createSurveys, type Surveys } from './surveys.ts';
import { transcriptKind } from './transcript-kind.ts';
import { createTranscripts, type Transcripts } from './transcripts.ts';

export interface AfterDependencies extends Sending {
  readonly clock: Clock;
  readonly jobs: Pick<JobStore, 'make'>;
  readonly permission: Pick<Permission, 'mayMailLeave'>;
  /** An e-mail address the visitor gave or is verified by; null where there is none. */
  addressOf(account: AccountId, visitor: VisitorId | null): Promise<string | null>;
}

export interface After extends AfterDependencies {
  readonly rules: AfterRules;
  readonly surveys: Surveys;
  readonly transcripts: Transcripts;
  readonly waiting: Waiting;
  readonly kinds: readonly JobKind[];
}

type Of<Type extends FollowupFrame['type']> = Extract<FollowupFrame, { type: Type }>;

export function createAfter(records: Records, use: AfterDependencies): After {
  const transcripts = createTranscripts(records, use);
  const waiting = new Waiting();
  const sending = transcriptKind({
    ...{ transcripts, clock: use.clock },
    send: (to) => sendLetter(use, to),
    became: (...of) => waiting.tell(...of),
  });
  return {
    ...{ ...use, transcripts, waiting, kinds: [sending] },
    rules: createAfterRules(records),
    surveys: createSurveys(records),
  };
}

/** The state of survey and transcript after the request, or the code of a refusal. */
export async function heardAfter(
  after: After,
  asked: FollowupAsked,
  frame: FollowupFrame,
): Promise<AfterFrame | ErrorCode> {
  const refused = await act(after, asked, frame);
  return refused ?? afterOf(after, asked);
}

async function act(
  after: After,
  asked: FollowupAsked,
  frame: FollowupFrame,
): Promise<ErrorCode | null> {
  switch (frame.type) {
    case 'chat.after':
      return null;
    case 'chat.rate':
      return rate(after, asked, frame);
    case 'chat.transcript':
      return send(after, asked, frame);
  }
}

async function afterOf(after: After, asked: FollowupAsked): Promise<AfterFrame> {
  const { account, record } = asked;
  const rules = await after.rules.of(account);
  return {
    type: 'chat.after',
    conversation: record.id,
    survey: await surveyOf(after, asked, rules),
    transcript: await transcriptOf(after, asked, rules),
  };
}

async function surveyOf({ surveys }: After, asked: FollowupAsked, rules: AfterSettings) {
  const { account, record, silent, now } = asked;
  if (silent) return null;
  return surveyAfter(rules, record, await surveys.of(account, record.id), now);
}

async function transcriptOf(
  { transcripts, mailOf }: After,
  { account, record, silent, now }: FollowupAsked,
  rules: AfterSettings,
): Promise<AfterFrame['transcript']> {
  if (silent || !mayBeSent(rules, record, now)) return 'no';
  if (!(await mailOf(account)).configured) return 'no';
  const sent = await transcripts.sent(account, record.id);
  return sent.some(({ by }) => by === 'visitor') ? 'sent' : 'may';
}

async function rate(
  after: After,
  asked: FollowupAsked,
  frame: Of<'chat.rate'>,
): Promise<ErrorCode | null> {
  const { account, record, now } = asked;
  const survey = await surveyOf(after, asked, await after.rules.of(account));
  if (survey === null) return 'message.not_answerable';
  if (!survey.open) return 'message.answered';
  const answers = answersTo(survey.questions, frame.answers);
  if (answers === null) return 'message.empty';
  const kept = await after.surveys.keep(account, record.id, answers, now);
  return kept ? null : 'message.answered';
}

async function send(
  after: After,
  { account, visitor, record, silent, now }: FollowupAsked,
  { address }: Of<'chat.transcript'>,
): Promise<ErrorCode | null> {
  if (silent || !mayBeSent(await after.rules.of(account), record, now))
    return 'transcript.not_offered';
  const order = { account, conversation: record.id, by: 'visitor', visitor, address } as const;
  return sendTranscript(after, order, now);
}
