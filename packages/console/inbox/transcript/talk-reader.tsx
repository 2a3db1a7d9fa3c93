// Shows a conversation to read and nothing else, from the first message on. Reading it neither
// takes it nor marks it as read, and the agent stays on their page.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import { Conversation, type Message } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { MessagePage } from '@opportune/protocol/rest/conversation/conversation.ts';
import { api } from '../../api/client.ts';
import { format, NotYet, useApiQuery, t } from '../../ui/index.ts';
import { useDeliveries } from '../deliveries/use-deliveries.ts';
import { nameOf } from '../inbox-words.ts';
import { changesIn } from './changes.ts';
import { Said } from './said.tsx';
import { SurveyAnswers } from '../customer/survey-answers.tsx';
import { answersIn } from './transcript.ts';
import './talk-reader.css';

/** The most messages that are read. A longer conversation can be opened in the inbox. */
const most = 1_000;

/** Reads the conversation by its id first. */
export function TalkReaderOf(props: {
  id: ConversationId;
  at?: number | null;
  children?: ReactNode;
}) {
  const { id, ...rest } = props;
  const { data, error, refetch } = useApiQuery(
    `/conversations/${encodeURIComponent(id)}`,
    Conversation,
  );
  if (data === undefined) return <NotYet error={error} rows={5} columns={1} onRetry={refetch} />;
  return <TalkReader conversation={data} {...rest} />;
}

interface TalkReaderProps {
  readonly conversation: Conversation;
  /** The sequence of the message to scroll to. The reader starts at the first one by default. */
  readonly at?: number | null;
  readonly children?: ReactNode;
}

export function TalkReader({ conversation, at = null, children }: TalkReaderProps) {
  const place = useRef<HTMLDivElement>(null);
  const { data, error, refetch } = useMessages(conversation);
  const deliveries = useDeliveries(conversation);
  const answers = useMemo(() => answersIn(data ?? []), [data]);
  const changes = useMemo(() => changesIn(data ?? []), [data]);
  useEffect(() => {
    if (data === undefined || at === null) return;
    const found = place.current?.querySelector(`[data-sequence="${at}"]`);
    found?.classList.add('found-here');
    found?.scrollIntoView({ block: 'center' });
    return () => found?.classList.remove('found-here');
  }, [data, at]);
  const name = nameOf(conversation);
  return (
    <section className="reader" aria-label={t('archive.reader.label', { name })}>
      <header className="reader-top">
        {children}
        <div className="grow reader-title">
          <span className="clip medium">{conversation.topic ?? name}</span>
          <span className="small t3 num clip">
            {[format.dateTime(conversation.startedAt), conversation.agent?.name]
              .filter((part) => part !== undefined)
              .join(' · ')}
          </span>
        </div>
      </header>
      <div
        ref={place}
        className="msgs"
        tabIndex={0}
        role="region"
        aria-label={t('archive.reader.said')}
      >
        {data === undefined ? (
          <NotYet error={error} rows={5} columns={1} onRetry={refetch} />
        ) : data.length === 0 ? (
          <p className="t3">{t('archive.reader.nothing')}</p>
        ) : (
          data.map((message, index) => (
            <Said
              key={message.id}
              message={message}
              next={data[index + 1]}
              conversation={conversation}
              answered={answers.get(message.id) ?? null}
              deliveries={deliveries}
              changed={changes.get(message.id)}
            />
          ))
        )}
        {data !== undefined && data.length >= most && (
          <p className="t3 small">{t('archive.reader.cut', { n: most })}</p>
        )}
      </div>
      <div className="reader-after">
        <SurveyAnswers conversation={conversation} />
      </div>
    </section>
  );
}

function useMessages({ id, lastSequence }: Conversation) {
  return useQuery({
    // A higher sequence means another answer, so a conversation that goes on is read again.
    queryKey: [`/conversations/${encodeURIComponent(id)}/messages`, lastSequence],
    queryFn: ({ signal }) => readAll(id, signal),
  });
}

async function readAll(id: string, signal: AbortSignal): Promise<readonly Message[]> {
  const messages: Message[] = [];
  for (;;) {
    const page = await api.get(`/conversations/${encodeURIComponent(id)}/messages`, MessagePage, {
      signal,
      query: { after: messages.at(-1)?.sequence ?? 0 },
    });
    messages.push(...page.messages);
    if (page.complete || page.messages.length === 0 || messages.length >= most) return messages;
  }
}
