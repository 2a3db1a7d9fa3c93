// The transcript as the visitor reads it: own messages on one side with their true marks, the
// agent's on the other, notes between. New ones are announced; who is typing is shown, not announced.
import { Fragment } from 'preact';
import type { ChatWords } from '@opportune/words/en/chat.ts';
import { visitorLocale } from '../../speech.ts';
import type { Message } from '../../wire.ts';
import { Icon } from './icons.tsx';
import type { Chat } from '../chat.ts';
import { answersIn, isLive } from '../state.ts';
import type { ChatState, Pending } from '../state.ts';
import { Drawn } from './text.tsx';

type Words = ChatWords['window'];

// Made when a time is first shown: it takes the browser a while.
let clock: Intl.DateTimeFormat | undefined;

function timeOf(at: number): string {
  clock ??= new Intl.DateTimeFormat(visitorLocale(), { hour: '2-digit', minute: '2-digit' });
  return clock.format(at);
}

function noteText({ body }: Message, words: Words): string | null {
  if (body.type !== 'system') return null;
  const { note } = body;
  switch (note.type) {
    case 'assigned':
      return words.note.assigned(note.agent);
    case 'transferred':
      return words.note.transferred(note.to);
    case 'returned':
      return words.note.returned;
    case 'ended':
      return note.by === 'visitor'
        ? words.note.endedByVisitor
        : note.by === 'agent'
          ? words.note.endedByAgent
          : words.note.endedBySystem;
    case 'joined':
      return words.note.joined(note.agent);
    case 'left':
      return words.note.left(note.agent);
    case 'reopened':
      return words.note.reopened;
    case 'abandoned':
      return words.note.abandoned;
    case 'private-given':
      return words.note.privateGiven(note.label);
    case 'left-message':
      return words.note.leftMessage(note.address);
  }
}

function mark({ sequence, at }: Message, { conversation }: ChatState, words: Words): string {
  if (conversation && conversation.agentRead >= sequence) return `${words.seen} · ${timeOf(at)}`;
  return conversation && conversation.agentDelivered >= sequence ? words.delivered : words.sent;
}

function Said({
  message,
  last,
  state,
  words,
  site,
  answered,
  chat,
}: {
  readonly message: Message;
  readonly last: boolean;
  readonly state: ChatState;
  readonly words: Words;
  readonly site: string;
  readonly answered: string | null;
  readonly chat: Chat;
}) {
  const { author, body, at } = message;
  const note = noteText(message, words);
  if (note) return <p class="note">{note}</p>;
  if (body.type !== 'text') return null;
  const mine = author.type === 'visitor';
  const name = author.type === 'agent' ? author.name : mine ? words.you : site;
  return (
    <>
      <Drawn
        id={message.id}
        text={body.text}
        content={body.content}
        mine={mine}
        markdown={author.type === 'agent'}
        name={name}
        answered={answered}
        chat={!mine && isLive(state) ? chat : null}
      />
      {last &&
        (mine ? (
          <p class="meta own">{mark(message, state, words)}</p>
        ) : (
          <p class="meta">{`${name} · ${timeOf(at)}`}</p>
        ))}
    </>
  );
}

interface UnsentProps {
  readonly pending: Pending;
  readonly online: boolean;
  readonly words: Words;
  readonly chat: Chat;
}

function Unsent({ pending, online, words, chat }: UnsentProps) {
  const { id, text, content, refused, part, stored } = pending;
  const file = content?.type === 'attachment';
  const waits = !online && !refused;
  return (
    <>
      <Drawn
        id={id}
        text={text}
        content={content}
        mine
        unsent={waits || refused !== null}
        name={words.you}
        answered={null}
        chat={null}
      />
      {file && !refused && !waits && (
        <progress class="part-sent" value={part ?? 0} aria-label={words.file.progress} />
      )}
      <p class="meta own">
        {refused ? (
          <>
            <span class="bad">{`${words.notSent}. ${refused}`}</span>
            {(!file || stored || chat.files.has(id)) && (
              <button type="button" onClick={() => chat.retry(id)}>
                {words.tryAgain}
              </button>
            )}
          </>
        ) : (
          <>
            {waits && <Icon name="clock" size={12} />}
            {waits ? words.waitingToSend : words.sending}
          </>
        )}
        {file && (
          <button type="button" onClick={() => chat.files.cancel(id)}>
            {words.file.cancel}
          </button>
        )}
      </p>
    </>
  );
}

/** A message ends a group where the next one is of another kind of author, or there is none. */
function endsGroup(messages: readonly Message[], at: number, pending: boolean): boolean {
  const next = messages[at + 1];
  const own = messages[at]?.author.type;
  return next
    ? next.author.type !== own || next.body.type === 'system'
    : !(pending && own === 'visitor');
}

export function Log({
  state,
  words,
  site,
  chat,
}: {
  readonly state: ChatState;
  readonly words: Words;
  /** The business, whose words an invitation is. */
  readonly site: string;
  readonly chat: Chat;
}) {
  const answers = answersIn(state);
  const { messages, pending, online, agentTyping } = state;
  return (
    <div class="log" role="log" aria-live="polite" aria-label={words.newMessages}>
      {messages.map((message, at) => (
        <Said
          key={message.id}
          message={message}
          last={endsGroup(messages, at, pending.length > 0)}
          state={state}
          words={words}
          site={site}
          answered={answers.get(message.id) ?? null}
          chat={chat}
        />
      ))}
      {pending.map((each) => (
        <Fragment key={each.id}>
          <Unsent pending={each} online={online} words={words} chat={chat} />
        </Fragment>
      ))}
      {agentTyping && (
        <p class="bub" aria-live="off">
          <span class="hidden">{words.typing(agentTyping)}</span>
          <span class="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
        </p>
      )}
    </div>
  );
}
