// What follows a conversation: the visitor's answers to the survey, and the transcripts sent by
// e-mail. An agent may send one from here. Draws nothing if there is nothing to show or send.
import type { ReactNode } from 'react';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import {
  AfterConversation,
  type AfterConversation as Afterwards,
  type Survey,
} from '@opportune/protocol/rest/conversation/after.ts';
import { api } from '../../api/client.ts';
import {
  format,
  Button,
  KeyValues,
  say,
  sayError,
  useApiMutation,
  useApiQuery,
  t,
} from '../../ui/index.ts';
import './survey-answers.css';

/** Visitors may answer, or change their answers, while an agent looks on. */
const refetchMs = 10_000;

/** With `mails`, the agent can send the transcript. Without it, the block is read-only. */
export function SurveyAnswers(props: { conversation: Conversation; mails?: boolean }) {
  const { conversation, mails = false } = props;
  const { id, status } = conversation;
  const path = `/conversations/${encodeURIComponent(id)}/after`;
  const { data } = useApiQuery(path, AfterConversation, {
    enabled: status === 'ended' || status === 'wrap-up',
    refetchMs,
  });
  if (data === undefined) return null;
  const { survey, transcript } = data;
  const to = mails ? transcript.to : null;
  if (survey === null && transcript.sent.length === 0 && to === null) return null;
  return (
    <section className="block survey-answers">
      <Title survey={survey} />
      {survey !== null && <KeyValues entries={marks(survey)} />}
      {survey !== null && survey.text !== '' && <p className="survey-text">{survey.text}</p>}
      <Sent sent={transcript.sent} />
      {to !== null && <Send conversation={conversation} path={path} address={to} />}
    </section>
  );
}

function Title({ survey }: { survey: Survey | null }) {
  if (survey === null) return <h3>{t('after.answers.title')}</h3>;
  const { answeredAt, changedAt } = survey;
  return (
    <h3>
      <span className="grow">{t('after.answers.title')}</span>
      <span className="small t3 num">
        {changedAt === answeredAt
          ? format.dateTime(answeredAt)
          : t('after.answers.changed', { at: format.dateTime(changedAt) })}
      </span>
    </h3>
  );
}

function Sent({ sent }: { sent: Afterwards['transcript']['sent'] }) {
  return sent.map(({ by, address, at }) => (
    <p key={by} className="small t2 survey-text">
      {t(`after.transcript.sent.${by}`, { address, at: format.dateTime(at) })}
    </p>
  ));
}

function Send(props: { conversation: Conversation; path: string; address: string }) {
  const { conversation, path, address } = props;
  const at = `/conversations/${encodeURIComponent(conversation.id)}/transcript`;
  const send = useApiMutation(() => api.post(at, undefined, AfterConversation), {
    invalidates: [path],
    onDone: () => say(t('after.transcript.done')),
  });
  return (
    <div className="survey-send">
      <Button
        disabled={send.isPending}
        onClick={() => send.mutate(undefined, { onError: sayError })}
      >
        <span className="clip">{t('after.transcript.send', { address })}</span>
      </Button>
    </div>
  );
}

function marks({ satisfaction, recommend, resolved }: Survey) {
  const of = (value: number, most: number): ReactNode => (
    <span className="num">{t('after.answers.of', { value, most })}</span>
  );
  const entries: (readonly [string, ReactNode])[] = [];
  if (satisfaction !== null) entries.push([t('after.answers.satisfaction'), of(satisfaction, 5)]);
  if (resolved !== null)
    entries.push([
      t('after.answers.resolved'),
      t(resolved ? 'after.answers.yes' : 'after.answers.no'),
    ]);
  if (recommend !== null) entries.push([t('after.answers.recommend'), of(recommend, 10)]);
  return entries;
}
