// The transcript as the visitor reads it: own messages on one side with their marks, the agent's on
// the other, notes between. New ones are announced; who is typing is shown, not announced.
import { Fragment } from 'preact';
import type { ChatWords } from '@opportune/words/en/chat.ts';
import type { Message } from '../../../wire.ts';
import type { Chat } from '../../chat.ts';
import { answersIn, type ChatState, isLive, type Pending } from '../../state.ts';
import { Face } from '../face.tsx';
import { Button, type View } from '../fields.tsx';
import { Icon } from '../icons.tsx';
import { Drawn } from './text.tsx';

type Note = Extract<Message['body'], { type: 'system' }>['note'];

type NoteWords = ChatWords['window']['note'];

function noteText(
  note: Note,
  { words: { note: words }, speech: { apart, dayOf, timeOf } }: Chat,
): string {
  switch (note.type) {
    case 'assigned':
    case 'joined':
    case 'left':
      return words[note.type](apart(note.agent));
    case 'transferred':
      return words.transferred(apart(note.to));
    case 'ended':
      return endedText(note.by, words);
    case 'private-given':
      return words.privateGiven(apart(note.label));
    case 'left-message':
      return words.leftMessage(apart(note.address));
    case 'call-proposed':
      return words[note.by === 'agent' ? 'callProposedByAgent' : 'callProposed'](apart(note.agent));
    case 'callback':
      return words.callback[note.what](
        note.from ? `${dayOf(note.from)}, ${timeOf(note.from)}` : words.soon,
      );
    case 'call-ended':
      return callText(note, words);
    default:
      return words[note.type];
  }
}

function endedText(by: 'visitor' | 'agent' | 'system', words: NoteWords): string {
  if (by === 'system') return words.endedBySystem;
  return by === 'agent' ? words.endedByAgent : words.endedByVisitor;
}

function callText(
  { reason, spokeS }: Extract<Note, { type: 'call-ended' }>,
  words: NoteWords,
): string {
  if (spokeS !== null && reason !== 'lost')
    return words.callEnded([Math.floor(spokeS / 60), `${spokeS % 60}`.padStart(2, '0')].join(':'));
  if (reason === 'lost') return words.callLost;
  return reason === 'declined' ? words.callDeclined : words.callMissed;
}

/** How far one's own message has come. */
function mark({ sequence, at }: Message, { state, speech, words }: Chat): string {
  const { agentRead = 0, agentDelivered = 0 } = state.conversation ?? {};
  if (agentRead >= sequence) return `${words.read} ${speech.timeOf(at)}`;
  return agentDelivered >= sequence ? words.delivered : words.sent;
}

interface SaidProps extends View {
  readonly message: Message;
  readonly last: boolean;
  readonly answered: string | undefined;
}

function Said({ chat, message, last, answered }: SaidProps) {
  const { author, body, id } = message;
  if (body.type === 'system') {
    // Calls are told where they are shown.
    const live = body.note.type.startsWith('call') ? 'off' : undefined;
    return (
      <p class="note" aria-live={live}>
        {noteText(body.note, chat)}
      </p>
    );
  }
  if (body.type !== 'text') return null;
  const { text, content } = body;
  return (
    <>
      <Drawn
        chat={chat}
        message={{ id, text, content }}
        mine={author.type === 'visitor'}
        markdown={author.type === 'agent'}
        headline={author.type === 'system'}
        name={nameOf(author, chat)}
        answered={answered}
        answerable={author.type !== 'visitor' && isLive(chat.state)}
      />
      {last && <Meta chat={chat} message={message} />}
    </>
  );
}

function Meta({ chat, message }: View & { readonly message: Message }) {
  const { author, at, sequence } = message;
  const { agent, agentRead = 0 } = chat.state.conversation ?? {};
  const name = nameOf(author, chat);
  if (author.type !== 'visitor')
    return (
      <p class="meta theirs" aria-live="off">
        <bdi>{name}</bdi> · {chat.speech.timeOf(at)}
        <Face chat={chat} name={name} />
      </p>
    );
  return (
    <p class="meta own" aria-live="off">
      {mark(message, chat)}
      {agentRead >= sequence && agent && <Face chat={chat} name={agent} />}
    </p>
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
      <p class="meta own" aria-live="off">
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
      <span class="bad" aria-live="polite">{`${words.notSent}. ${refused}`}</span>
      {again && <Button label={words.tryAgain} act={() => chat.retry(id)} />}
    </>
  );
}

/** A message ends a group if the next one has another kind of author, or there is none. */
function endsGroup({ messages, pending }: ChatState, at: number): boolean {
  const next = messages[at + 1];
  const own = messages[at]?.author.type;
  return next
    ? next.author.type !== own || next.body.type === 'system'
    : !(pending.length && own === 'visitor');
}

export function Log({ chat }: View) {
  const { state, words, speech } = chat;
  const answers = answersIn(state);
  return (
    <div class="log" role="log" aria-live="polite" aria-label={words.newMessages}>
      {state.messages.map((message, at) => {
        const answered = answers.get(message.id);
        const last = endsGroup(state, at);
        const day = dayText(message.at, state.messages[at - 1]?.at, chat);
        return (
          <Fragment key={message.id}>
            {day && (
              <p class="note day" aria-live="off">
                {day}
              </p>
            )}
            <Said chat={chat} {...{ message, last, answered }} />
          </Fragment>
        );
      })}
      {state.pending.map((each) => (
        <Unsent key={each.id} chat={chat} pending={each} />
      ))}
      {state.agentTyping && (
        <Typing
          chat={chat}
          name={state.agentTyping}
          text={words.typing(speech.apart(state.agentTyping))}
        />
      )}
    </div>
  );
}

/** The day of a message that is the first of its day. */
function dayText(at: number, before: number | undefined, { words, speech }: Chat): string | null {
  const day = new Date(at).toDateString();
  if (before !== undefined && new Date(before).toDateString() === day) return null;
  return day === new Date().toDateString() ? words.today : speech.dayOf(at);
}

/** Shown, not announced. */
function Typing({ chat, name, text }: View & { readonly name: string; readonly text: string }) {
  return (
    <div class="theirs typing" aria-live="off">
      <Face chat={chat} name={name} />
      <p class="bub">
        <span class="hidden">{text}</span>
        <span class="dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
      </p>
    </div>
  );
}
