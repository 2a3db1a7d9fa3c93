// The transcript as the visitor reads it: own messages on one side with their true marks, the
// agent's on the other, notes between. New ones are announced; who is typing is shown, not announced.
import type { ChatWords } from '@opportune/words/en/chat.ts';
import type { Message } from '../../wire.ts';
import type { Chat } from '../chat.ts';
import { answersIn, type ChatState, isLive, type Pending } from '../state.ts';
import { Button, type View } from './fields.tsx';
import { Icon } from './icons.tsx';
import { Drawn } from './text.tsx';

type Note = Extract<Message['body'], { type: 'system' }>['note'];

type NoteWords = ChatWords['window']['note'];

function noteText(note: Note, words: NoteWords): string {
  switch (note.type) {
    case 'assigned':
      return words.assigned(note.agent);
    case 'transferred':
      return words.transferred(note.to);
    case 'ended':
      return endedText(note.by, words);
    case 'joined':
      return words.joined(note.agent);
    case 'left':
      return words.left(note.agent);
    case 'private-given':
      return words.privateGiven(note.label);
    case 'left-message':
      return words.leftMessage(note.address);
    default:
      return words[note.type];
  }
}

function endedText(by: 'visitor' | 'agent' | 'system', words: NoteWords): string {
  if (by === 'system') return words.endedBySystem;
  return by === 'agent' ? words.endedByAgent : words.endedByVisitor;
}

/** How far one's own message has come. */
function mark({ sequence, at }: Message, { state, speech, words }: Chat): string {
  const { agentRead = 0, agentDelivered = 0 } = state.conversation ?? {};
  if (agentRead >= sequence) return `${words.seen} · ${speech.timeOf(at)}`;
  return agentDelivered >= sequence ? words.delivered : words.sent;
}

interface SaidProps extends View {
  readonly message: Message;
  readonly last: boolean;
  readonly answered: string | undefined;
}

function Said({ chat, message, last, answered }: SaidProps) {
  const { author, body, id } = message;
  if (body.type === 'system') return <p class="note">{noteText(body.note, chat.words.note)}</p>;
  if (body.type !== 'text') return null;
  const { text, content } = body;
  return (
    <>
      <Drawn
        chat={chat}
        message={{ id, text, content }}
        mine={author.type === 'visitor'}
        markdown={author.type === 'agent'}
        name={nameOf(author, chat)}
        answered={answered}
        answerable={author.type !== 'visitor' && isLive(chat.state)}
      />
      {last && <Meta chat={chat} message={message} />}
    </>
  );
}

function Meta({ chat, message }: View & { readonly message: Message }) {
  const { author, at } = message;
  return author.type === 'visitor' ? (
    <p class="meta own">{mark(message, chat)}</p>
  ) : (
    <p class="meta">{`${nameOf(author, chat)} · ${chat.speech.timeOf(at)}`}</p>
  );
}

function nameOf(author: Message['author'], { words, site }: Chat): string {
  if (author.type === 'agent') return author.name;
  return author.type === 'visitor' ? words.you : site;
}

interface UnsentProps extends View {
  readonly pending: Pending;
}

function Unsent({ chat, pending }: UnsentProps) {
  const { state, words } = chat;
  const { id, content, refused, part = 0 } = pending;
  const file = content?.type === 'attachment';
  const waits = !state.online && !refused;
  const unsent = waits || refused !== null;
  return (
    <>
      <Drawn chat={chat} message={pending} mine unsent={unsent} name={words.you} />
      {file && !unsent && (
        <progress class="part-sent" value={part} aria-label={words.file.progress} />
      )}
      <p class="meta own">
        {waits && <Icon name="clock" size={12} />}
        {waits && words.waitingToSend}
        {!unsent && words.sending}
        {refused && <Refused chat={chat} pending={pending} />}
        {file && <Button label={words.file.cancel} act={() => chat.files.cancel(id)} />}
      </p>
    </>
  );
}

function Refused({ chat, pending }: UnsentProps) {
  const { words } = chat;
  const { id, content, refused, stored } = pending;
  const again = content?.type !== 'attachment' || stored || chat.files.has(id);
  return (
    <>
      <span class="bad">{`${words.notSent}. ${refused}`}</span>
      {again && <Button label={words.tryAgain} act={() => chat.retry(id)} />}
    </>
  );
}

/** A message ends a group where the next one is of another kind of author, or there is none. */
function endsGroup({ messages, pending }: ChatState, at: number): boolean {
  const next = messages[at + 1];
  const own = messages[at]?.author.type;
  return next
    ? next.author.type !== own || next.body.type === 'system'
    : !(pending.length && own === 'visitor');
}

export function Log({ chat }: View) {
  const { state, words } = chat;
  const answers = answersIn(state);
  return (
    <div class="log" role="log" aria-live="polite" aria-label={words.newMessages}>
      {state.messages.map((message, at) => {
        const answered = answers.get(message.id);
        const last = endsGroup(state, at);
        return <Said key={message.id} chat={chat} {...{ message, last, answered }} />;
      })}
      {state.pending.map((each) => (
        <Unsent key={each.id} chat={chat} pending={each} />
      ))}
      {state.agentTyping && <Typing text={words.typing(state.agentTyping)} />}
    </div>
  );
}

/** Shown, not announced. */
function Typing({ text }: { readonly text: string }) {
  return (
    <p class="bub" aria-live="off">
      <span class="hidden">{text}</span>
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
    </p>
  );
}
