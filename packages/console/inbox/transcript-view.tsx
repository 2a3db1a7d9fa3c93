// What was said: the visitor left, ours right, notes across, what waits outlined, what is being
// typed dashed. It follows the newest unless somebody has scrolled up to read.
import { Fragment, useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import type { Conversation, Message, SystemNote } from '@opportune/protocol/conversation.ts';
import { connection } from '../api/socket.ts';
import { Button, Icon, useFormat, useStore, type Format } from '../ui/index.ts';
import { inbox, markRead, outbox, takeBack } from './inbox-store.ts';
import { firstName, i, nameOf } from './inbox-words.ts';
import { linked } from './linked.tsx';
import type { OutgoingMessage } from './outbox.ts';
import { emptyTranscript } from './transcript.ts';

/** Messages of one author within this time share one line of who and when. */
const togetherMs = 120_000;

export function TranscriptView({ conversation }: { conversation: Conversation }) {
  const { id, lastSequence } = conversation;
  const { messages, through } =
    useStore(inbox, ({ transcripts }) => transcripts.get(id)) ?? emptyTranscript;
  const box = useStore(outbox, (all) => all);
  const waiting = box.filter(
    (message) => message.conversation === id && !messages.some((known) => known.id === message.id),
  );
  const typing = useStore(inbox, (value) => value.typing.get(id));
  const { place, newer, toEnd } = useFollow(
    messages.length + waiting.length + (typing === undefined ? 0 : 1 + typing.text.length),
    messages.length,
  );
  useRead(conversation, Math.min(through, lastSequence), newer === 0);
  return (
    <div className="msgs-place">
      <div
        className="msgs"
        ref={place}
        role="log"
        aria-label={i('talk.messages')}
        aria-live="polite"
        tabIndex={0}
      >
        <div className="msgs-fill" />
        <Origin conversation={conversation} />
        {messages.map((message, at) => (
          <Fragment key={message.id}>
            {newDay(messages[at - 1], message) && <DayLine at={message.at} />}
            <Said message={message} next={messages[at + 1]} conversation={conversation} />
          </Fragment>
        ))}
        {waiting.map((message) => (
          <Waiting key={message.id} message={message} />
        ))}
        {typing !== undefined && (
          <Typing text={typing.text} name={firstName(nameOf(conversation))} />
        )}
      </div>
      {newer > 0 && (
        <button type="button" className="newer" onClick={toEnd}>
          <Icon name="down" size={14} />
          {i('transcript.newer', { n: newer })}
        </button>
      )}
    </div>
  );
}

/** Keeps the end in sight while it is in sight; counts what came below while it is not. */
function useFollow(change: number, count: number) {
  const place = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const seen = useRef(count);
  const [newer, setNewer] = useState(0);
  const toEnd = (): void => {
    const element = place.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  };
  useLayoutEffect(() => {
    if (atEnd.current) {
      toEnd();
      seen.current = count;
      return;
    }
    setNewer(Math.max(0, count - seen.current));
  }, [change, count]);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const onScroll = (): void => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 48;
      if (!atEnd.current) return;
      seen.current = element.querySelectorAll('[data-sequence]').length;
      setNewer(0);
    };
    const observer = new ResizeObserver(() => atEnd.current && toEnd());
    observer.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, []);
  return { place, newer, toEnd };
}

/** Read means: this window is looked at, and the end is in sight. */
function useRead({ id, agentRead }: Conversation, through: number, atEnd: boolean): void {
  useEffect(() => {
    const read = (): void => {
      if (
        atEnd &&
        through > agentRead &&
        document.visibilityState === 'visible' &&
        document.hasFocus()
      )
        markRead(id, through);
    };
    read();
    window.addEventListener('focus', read);
    document.addEventListener('visibilitychange', read);
    return () => {
      window.removeEventListener('focus', read);
      document.removeEventListener('visibilitychange', read);
    };
  }, [id, agentRead, through, atEnd]);
}

function Origin({ conversation }: { conversation: Conversation }) {
  const format = useFormat();
  const words =
    conversation.origin === null
      ? i('from.visitor')
      : i('from.campaign', { campaign: conversation.origin.campaignName });
  return (
    <div className="sys">
      <Icon name={conversation.origin === null ? 'chat' : 'campaigns'} size={14} />
      {words} · {format.clock(conversation.startedAt)}
    </div>
  );
}

function Said({
  message,
  next,
  conversation,
}: {
  message: Message;
  next: Message | undefined;
  conversation: Conversation;
}) {
  const format = useFormat();
  const { author, body } = message;
  if (body.type === 'system')
    return (
      <div className="sys" data-sequence={message.sequence}>
        {noteWords(body.note)} · {format.clock(message.at)}
      </div>
    );
  const name = author.type === 'agent' ? author.name : firstName(nameOf(conversation));
  if (body.type === 'note') {
    return (
      <article className="note-card" data-sequence={message.sequence}>
        <header>
          <Icon name="lock" size={14} />
          <span className="grow">{i('note.title', { name })}</span>
          <span className="num">{format.clock(message.at)}</span>
        </header>
        <p>{linked(body.text)}</p>
      </article>
    );
  }
  const mine = author.type === 'agent';
  return (
    <>
      <div className={mine ? 'msg ours' : 'msg'} data-sequence={message.sequence}>
        {linked(body.text)}
      </div>
      {!together(message, next) && (
        <div className={mine ? 'by ours' : 'by'}>
          {byWords(message, name, conversation, format)}
        </div>
      )}
    </>
  );
}

function byWords(
  message: Message,
  name: string,
  conversation: Conversation,
  format: Format,
): ReactNode {
  const time = format.clock(message.at);
  if (message.author.type !== 'agent') return i('by.line', { name, time });
  const { visitorRead, visitorDelivered } = conversation;
  const state =
    visitorRead >= message.sequence
      ? 'by.read'
      : visitorDelivered >= message.sequence
        ? 'by.delivered'
        : 'by.sent';
  return i('by.lineState', { name: firstName(name), time, state: i(state) });
}

function together(message: Message, next: Message | undefined): boolean {
  if (next === undefined || next.body.type !== 'text' || next.at - message.at > togetherMs)
    return false;
  return (
    next.author.type === message.author.type &&
    (next.author.type !== 'agent' ||
      message.author.type !== 'agent' ||
      next.author.user === message.author.user)
  );
}

function newDay(before: Message | undefined, message: Message): boolean {
  return before !== undefined && message.at - before.at > 6 * 3600_000;
}

function DayLine({ at }: { at: number }) {
  const format = useFormat();
  return <div className="sys day">{format.date(at)}</div>;
}

function Waiting({ message }: { message: OutgoingMessage }) {
  const { status } = useStore(connection, (value) => value);
  const words =
    message.refused === null
      ? i(status === 'open' ? 'by.sending' : 'by.waiting')
      : i('by.refused', { reason: message.refused });
  return (
    <>
      <div
        className={`msg ours unsent ${message.refused === null ? '' : 'refused'} ${message.note ? 'as-note' : ''}`}
      >
        {message.text}
      </div>
      <div className={message.refused === null ? 'by ours' : 'by ours bad'} role="status">
        {message.refused === null && <Icon name="clock" size={12} />}
        {words}
        {message.refused !== null && (
          <Button variant="quiet" onClick={() => takeBack(message.id)}>
            {i('by.takeBack')}
          </Button>
        )}
      </div>
    </>
  );
}

function Typing({ text, name }: { text: string; name: string }) {
  return (
    <div className="typing" aria-live="off">
      {text !== '' && (
        <div className="preview">
          {text}
          <i className="caret" aria-hidden="true" />
        </div>
      )}
      <div className="by">{i(text === '' ? 'typing.line' : 'preview.line', { name })}</div>
    </div>
  );
}

function noteWords(note: SystemNote): string {
  switch (note.type) {
    case 'assigned':
      return i('note.assigned', { agent: note.agent });
    case 'transferred':
      return i('note.transferred', { from: note.from, to: note.to });
    case 'returned':
      return i('note.returned', { agent: note.agent });
    case 'ended':
      return i(`note.ended.${note.by}`);
    case 'reopened':
      return i('note.reopened');
    case 'left-message':
      return i('note.left-message', { address: note.address });
  }
}
