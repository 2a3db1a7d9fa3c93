// What a visitor answered after a conversation, to read. Nothing where they answered nothing.
import type { ReactNode } from 'react';
import type { Conversation } from '@opportune/protocol/conversation.ts';
import { AfterConversation, type Survey } from '@opportune/protocol/rest/after.ts';
import { KeyValues, useApiQuery, useFormat } from '../ui/index.ts';
import { w } from './after-words.ts';
import './survey-answers.css';

/** Visitors answer, and change their answers, while somebody looks. */
const refetchMs = 10_000;

export function SurveyAnswers({ conversation }: { conversation: Conversation }) {
  const format = useFormat();
  const { id, status } = conversation;
  const { data } = useApiQuery(
    `/conversations/${encodeURIComponent(id)}/after`,
    AfterConversation,
    { enabled: status === 'ended' || status === 'wrap-up', refetchMs },
  );
  const survey = data?.survey ?? null;
  if (survey === null) return null;
  const { text, answeredAt, changedAt } = survey;
  return (
    <section className="block survey-answers">
      <h3>
        <span className="grow">{w('answers.title')}</span>
        <span className="small t3 num">
          {changedAt === answeredAt
            ? format.dateTime(answeredAt)
            : w('answers.changed', { at: format.dateTime(changedAt) })}
        </span>
      </h3>
      <KeyValues entries={marks(survey)} />
      {text !== '' && <p className="survey-text">{text}</p>}
    </section>
  );
}

function marks({ satisfaction, recommend, resolved }: Survey) {
  const of = (value: number, most: number): ReactNode => (
    <span className="num">{w('answers.of', { value, most })}</span>
  );
  const entries: (readonly [string, ReactNode])[] = [];
  if (satisfaction !== null) entries.push([w('answers.satisfaction'), of(satisfaction, 5)]);
  if (resolved !== null)
    entries.push([w('answers.resolved'), w(resolved ? 'answers.yes' : 'answers.no')]);
  if (recommend !== null) entries.push([w('answers.recommend'), of(recommend, 10)]);
  return entries;
}
