// What is asked and offered after a conversation. A pure function of the account's rules, the
// conversation and earlier answers.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import {
  type AfterFrame,
  afterLimits,
  type SurveyAnswers,
  type SurveyQuestions,
} from '@opportune/protocol/conversation/after.ts';
import type { AfterSettings, Survey } from '@opportune/protocol/rest/conversation/after.ts';

/** For the visitor a wrap-up is the end. */
export function isOver({ status }: Pick<Conversation, 'status'>): boolean {
  return status === 'ended' || status === 'wrap-up';
}

/**
 * Null if nothing is asked: it is a message that was left, nobody answered, it is not over, or it
 * ended too long ago.
 */
export function surveyAfter(
  { survey, questions }: AfterSettings,
  record: Pick<Conversation, 'status' | 'answeredAt' | 'endedAt' | 'caseState'>,
  given: Survey | null,
  now: number,
): AfterFrame['survey'] {
  const asks = survey && Object.values(questions).some((asked) => asked);
  if (!asks || !isOver(record) || record.answeredAt === null || record.caseState !== null)
    return null;
  if (given === null) {
    const late = record.endedAt === null || now - record.endedAt > afterLimits.askedMs;
    return late ? null : { questions, answers: null, open: true };
  }
  const { answeredAt, changedAt: _, ...answers } = given;
  return { questions, answers, open: now - answeredAt < afterLimits.changeMs };
}

/** Only answers to what is asked. Null if none is left. */
export function answersTo(
  questions: SurveyQuestions,
  { satisfaction, recommend, resolved, text }: SurveyAnswers,
): SurveyAnswers | null {
  const answers = {
    satisfaction: questions.satisfaction ? satisfaction : null,
    recommend: questions.recommend ? recommend : null,
    resolved: questions.resolved ? resolved : null,
    text: questions.text ? text.trim() : '',
  };
  const given = Object.values(answers).some((answer) => answer !== null && answer !== '');
  return given ? answers : null;
}

/** Whether a visitor may have the conversation sent to them by e-mail. */
export function mayBeSent(
  { transcript }: AfterSettings,
  record: Pick<Conversation, 'status' | 'answeredAt' | 'endedAt'>,
  now: number,
): boolean {
  const late = record.endedAt === null || now - record.endedAt > afterLimits.askedMs;
  return transcript && isOver(record) && record.answeredAt !== null && !late;
}
