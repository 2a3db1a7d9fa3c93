// One message of the transcript, and the line of who and when beneath the last of several.
import type { ReactNode } from 'react';
import type {
  Aside,
  Conversation,
  Message,
  SystemNote,
} from '@opportune/protocol/conversation/conversation.ts';
import { Icon, useFormat, type Format } from '../../ui/index.ts';
import { b } from '../../visitors/by-hand-words.ts';
import { a } from '../archive-words.ts';
import { fileUrl } from '../attachments/attaching.ts';
import { aroundOf, Drawn } from './drawn.tsx';
import { firstName, i, shortNameOf } from '../inbox-words.ts';
import { h } from '../hands-words.ts';
import { r } from '../routing-words.ts';
import { w } from '../waiting-words.ts';

/** Messages of one author within this time share one line of who and when. */
const togetherMs = 120_000;

export function Said({
  message,
  next,
  conversation,
  answered,
}: {
  message: Message;
  next: Message | undefined;
  conversation: Conversation;
  /** What the visitor answered to it: the id of a reply, nothing for a form; null: nothing yet. */
  answered: string | null;
}) {
  const format = useFormat();
  const { author, body } = message;
  if (body.type === 'system')
    return (
      <div className="sys" data-sequence={message.sequence}>
        {noteWords(body.note)} · {format.clock(message.at)}
      </div>
    );
  if (body.type === 'aside')
    return (
      <div className="sys" data-sequence={message.sequence} title={r('aside.title')}>
        <Icon name="lock" size={14} />
        {asideWords(body.aside, format)} · {format.clock(message.at)}
      </div>
    );
  const name = author.type === 'agent' ? author.name : shortNameOf(conversation);
  if (body.type === 'note') {
    return (
      <article className="note-card" data-sequence={message.sequence}>
        <header>
          <Icon name="lock" size={14} />
          <span className="grow">{i('note.title', { name })}</span>
          <span className="num">{format.clock(message.at)}</span>
        </header>
        <Drawn id={message.id} text={body.text} markdown />
      </article>
    );
  }
  const mine = author.type !== 'visitor';
  return (
    <>
      <div className={aroundOf(body.content, mine)} data-sequence={message.sequence}>
        <Drawn
          id={message.id}
          text={body.text}
          content={body.content}
          markdown={author.type === 'agent'}
          answered={answered}
          address={fileUrl(message.conversation, message.id)}
        />
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
  if (message.author.type === 'visitor') return i('by.line', { name, time });
  if (message.author.type === 'system') return i('by.invitation', { time });
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

function asideWords(aside: Aside, format: Format): string {
  switch (aside.type) {
    case 'merged':
    case 'separated':
      return a(`aside.${aside.type}`, { by: aside.by, date: format.dateTime(aside.startedAt) });
    case 'offered':
      return r('aside.offered', { by: aside.by, agent: aside.agent });
    case 'not-taken':
      return r(`aside.not-taken.${aside.why}`, { agent: aside.agent });
    case 'not-mailed':
      return w('case.not-mailed', { by: aside.by });
    case 'begun': {
      const { by, control, holdout } = aside;
      if (holdout) return b('aside.holdout', { by });
      if (control.length === 0) return b('aside.plain', { by });
      return b('aside.control', { by, campaigns: control.join(', ') });
    }
    case 'taken-up': {
      const { by, control, holdout } = aside;
      if (holdout) return b('aside.again.holdout', { by });
      return b('aside.again.control', { by, campaigns: control.join(', ') });
    }
  }
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
    case 'joined':
      return h('note.joined', { agent: note.agent });
    case 'left':
      return h('note.left', { agent: note.agent });
    case 'reopened':
      return i('note.reopened');
    case 'abandoned':
      return i('note.abandoned');
    case 'private-given':
      return i('note.private-given', { label: note.label });
    case 'left-message':
      return i('note.left-message', { address: note.address });
  }
}
