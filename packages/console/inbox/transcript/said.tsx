// One message of the transcript. Below the last of several by one author, a line says who wrote it
// and when.
import { lazy, type ReactNode, Suspense } from 'react';
import type {
  Aside,
  Conversation,
  Message,
  MessageBody,
  SystemNote,
} from '@opportune/protocol/conversation/conversation.ts';
import { duration, format, Icon, t } from '../../ui/index.ts';
import { DeliveryLine, isOtherwise } from '../deliveries/delivery-line.tsx';
import { type Deliveries, isDelivered } from '../deliveries/use-deliveries.ts';
import { fileUrl } from '../attachments/attaching.ts';
import { ByProgram } from './by-program.tsx';
import { ChangedLine } from './changed.tsx';
import type { Changed } from './changes.ts';
import { aroundOf, Drawn } from './drawn.tsx';
import { firstName, shortNameOf } from '../inbox-words.ts';
import { isolated } from '../../words/isolated.ts';
import { endWords } from '../call/end-words.ts';

// Most conversations have no e-mail.
const LetterHead = lazy(async () => ({
  default: (await import('../letter/letter-parts.ts')).LetterHead,
}));
const LetterRest = lazy(async () => ({
  default: (await import('../letter/letter-parts.ts')).LetterRest,
}));

const Recorded = lazy(async () => ({
  default: (await import('../recording/recorded.tsx')).Recorded,
}));

const Voicemail = lazy(async () => ({
  default: (await import('../recording/voicemail.tsx')).Voicemail,
}));

/** Messages of one author within this time share one line of author and time. */
const togetherMs = 120_000;

interface SaidProps {
  readonly message: Message;
  readonly next: Message | undefined;
  readonly conversation: Conversation;
  /**
   * The visitor's answer to the message: the id of a reply, or an empty text for a form. Null if
   * there is none yet.
   */
  readonly answered: string | null;
  /** The delivery of each message, if its channel reports it. */
  readonly deliveries: Deliveries;
  /** What its contact changed at it. */
  readonly changed: Changed | undefined;
}

export function Said(props: SaidProps) {
  const { message, next, conversation, deliveries, changed } = props;
  const { author, body } = message;
  if (body.type === 'system')
    return (
      <div className="sys" data-sequence={message.sequence}>
        {noteWords(body.note, conversation)} · {format.clock(message.at)}
      </div>
    );
  if (body.type === 'aside' && body.aside.type === 'recorded')
    return (
      <div className="sys recorded" data-sequence={message.sequence}>
        <Suspense fallback={null}>
          <Recorded conversation={message.conversation} {...body.aside} />
        </Suspense>
      </div>
    );
  if (body.type === 'aside')
    return (
      <div className="sys" data-sequence={message.sequence} title={t('routing.aside.title')}>
        <Icon name="lock" size={14} />
        {asideWords(body.aside)} · {format.clock(message.at)}
      </div>
    );
  const name = nameOf(message, conversation);
  if (body.type === 'note') {
    return (
      <article className="note-card" data-sequence={message.sequence}>
        <header>
          <Icon name="lock" size={14} />
          <span className="grow">{t('inbox.note.title', { name })}</span>
          <span className="num">{format.clock(message.at)}</span>
        </header>
        <Drawn id={message.id} text={body.text} markdown />
      </article>
    );
  }
  const mine = author.type !== 'visitor';
  const delivery = deliveries.of(message.id);
  const isLast = !together(message, next) || isOtherwise(delivery, next && deliveries.of(next.id));
  return (
    <>
      <Bubble {...props} body={body} ours={mine} />
      {changed !== undefined && (
        <ChangedLine changed={changed} content={body.content} ours={mine} />
      )}
      {isLast && delivery !== undefined && (
        <DeliveryLine
          delivery={delivery}
          name={author.type === 'system' ? name : firstName(name)}
          at={message.at}
          onAgain={deliveries.sendAgain}
        >
          <ByProgram author={author} />
        </DeliveryLine>
      )}
      {isLast && delivery === undefined && (
        <div className={mine ? 'by ours' : 'by'}>
          <ByProgram author={author} />
          {byWords(message, name, conversation)}
        </div>
      )}
    </>
  );
}

/** Who wrote it; of what a channel sent by itself, what it is. */
function nameOf({ author, body }: Message, conversation: Conversation): string {
  if ('name' in author) return author.name;
  const automatic = body.type === 'text' ? body.automatic : undefined;
  return automatic === undefined ? shortNameOf(conversation) : t(`inbox.by.${automatic}`);
}

interface BubbleProps extends Pick<SaidProps, 'message' | 'answered' | 'changed'> {
  readonly body: Extract<MessageBody, { type: 'text' }>;
  readonly ours: boolean;
}

function Bubble({ message, body, answered, changed, ours }: BubbleProps) {
  const { id, sequence, author, conversation } = message;
  if (changed?.isDeleted === true)
    return (
      <div className={ours ? 'msg ours deleted' : 'msg deleted'} data-sequence={sequence}>
        {t('channels.deleted')}
      </div>
    );
  const { letter, content } = body;
  if (content?.type === 'attachment' && content.sound !== undefined)
    return (
      <div className="rich" data-sequence={sequence}>
        <Suspense fallback={null}>
          <Voicemail address={fileUrl(conversation, id)} sound={content.sound} />
        </Suspense>
      </div>
    );
  return (
    <div
      className={`${aroundOf(body.content, ours)}${letter === undefined ? '' : ' letter'}`}
      data-sequence={sequence}
    >
      {letter !== undefined && (
        <Suspense fallback={null}>
          <LetterHead head={letter} />
        </Suspense>
      )}
      <Drawn
        id={id}
        text={changed?.text ?? body.text}
        content={body.content}
        markdown={author.type === 'agent'}
        answered={answered}
        address={fileUrl(conversation, id)}
      />
      {letter !== undefined && (
        <Suspense fallback={null}>
          <LetterRest conversation={conversation} message={id} head={letter} />
        </Suspense>
      )}
    </div>
  );
}

function byWords(message: Message, name: string, conversation: Conversation): ReactNode {
  const time = format.clock(message.at);
  if (message.author.type === 'visitor') return t('inbox.by.line', { name, time });
  if (message.author.type === 'system' && isAutomatic(message))
    return t('inbox.by.line', { name, time });
  if (message.author.type === 'system') return t('inbox.by.invitation', { time });
  if (message.author.type === 'channel') {
    const state = t(message.author.automatic ? 'inbox.by.automatic' : 'inbox.by.elsewhere');
    return t('inbox.by.lineState', { name, time, state });
  }
  // Where a conversation has deliveries, only they tell the state. Until they are read it is
  // unknown.
  if (isDelivered(conversation)) return t('inbox.by.line', { name: firstName(name), time });
  const state = reached(message, conversation);
  return t('inbox.by.lineState', { name: firstName(name), time, state: t(state) });
}

function reached({ sequence }: Message, { visitorRead, visitorDelivered }: Conversation) {
  if (visitorRead >= sequence) return 'inbox.by.read';
  return visitorDelivered >= sequence ? 'inbox.by.delivered' : 'inbox.by.sent';
}

function together(message: Message, next: Message | undefined): boolean {
  if (next === undefined || next.body.type !== 'text' || next.at - message.at > togetherMs)
    return false;
  return (
    next.author.type === message.author.type &&
    isAutomatic(next) === isAutomatic(message) &&
    (next.author.type !== 'agent' ||
      message.author.type !== 'agent' ||
      next.author.user === message.author.user)
  );
}

function isAutomatic({ author, body }: Message): boolean {
  if (body.type === 'text' && body.automatic !== undefined) return true;
  return author.type === 'channel' && author.automatic === true;
}

function asideWords(aside: Aside): string {
  switch (aside.type) {
    case 'merged':
    case 'separated':
      return t(`archive.aside.${aside.type}`, {
        by: aside.by,
        date: format.dateTime(aside.startedAt),
      });
    case 'same-subject':
      return t('archive.aside.same-subject', { date: format.dateTime(aside.startedAt) });
    case 'offered':
      return t('routing.aside.offered', { by: aside.by, agent: aside.agent });
    case 'not-taken':
      return t(`routing.aside.not-taken.${aside.why}`, { agent: aside.agent });
    case 'edited':
    case 'deleted':
      return t(`channels.aside.${aside.type}`);
    case 'reacted':
      return aside.reaction === null
        ? t('channels.aside.reacted.back')
        : t('channels.aside.reacted', { reaction: isolated(aside.reaction) });
    case 'recorded':
      return t('recordings.recorded', { time: duration(aside.durationMs) });
    case 'verified':
      return t(`verify.aside.${aside.by}`);
    case 'caller-code':
      return t(`verify.aside.caller.${aside.result}`);
    case 'control':
      return t(`channels.aside.control.${aside.what}`, { by: aside.by ?? '' });
    case 'came':
      return t('channels.aside.came', { campaign: isolated(aside.campaign) });
    case 'not-mailed':
      return t('before.case.not-mailed', { by: aside.by });
    case 'begun': {
      const { by, control, holdout } = aside;
      if (holdout) return t('byHand.aside.holdout', { by });
      if (control.length === 0) return t('byHand.aside.plain', { by });
      return t('byHand.aside.control', { by, campaigns: control.join(', ') });
    }
    case 'taken-up': {
      const { by, control, holdout } = aside;
      if (holdout) return t('byHand.aside.again.holdout', { by });
      return t('byHand.aside.again.control', { by, campaigns: control.join(', ') });
    }
  }
}

function noteWords(note: SystemNote, { visitor }: Conversation): string {
  switch (note.type) {
    case 'assigned':
      return t('inbox.note.assigned', { agent: note.agent });
    case 'transferred':
      return t('inbox.note.transferred', { from: note.from, to: note.to });
    case 'returned':
      return t('inbox.note.returned', { agent: note.agent });
    case 'ended':
      return t(
        `inbox.note.ended.${visitor === null && note.by === 'visitor' ? 'contact' : note.by}`,
      );
    case 'joined':
      return t('hands.note.joined', { agent: note.agent });
    case 'left':
      return t('hands.note.left', { agent: note.agent });
    case 'reopened':
      return t('inbox.note.reopened');
    case 'abandoned':
      return t('inbox.note.abandoned');
    case 'private-given':
      return t('inbox.note.private-given', { label: note.label });
    case 'call-proposed':
      return note.by === 'agent'
        ? t('calls.note.by.agent', { agent: note.agent })
        : t(`calls.note.by.${visitor === null ? 'contact' : 'visitor'}`);
    case 'call-ended':
      return endWords(note.reason, note.spokeS);
    case 'callback':
      return t(`callbacks.note.${note.what}`, { when: whenWords(note.from) });
    case 'left-message':
      return note.address === ''
        ? t('inbox.note.left-voicemail')
        : t('inbox.note.left-message', { address: note.address });
  }
}

function whenWords(from: number | null): string {
  return from === null ? t('callbacks.soon') : format.dateTime(from);
}
