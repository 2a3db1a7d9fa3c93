// Sends what this agent writes, and keeps unsent messages and drafts in this browser's tabs. A message
// keeps its id until the server has it, however often it is sent.
import { attachmentText } from '@opportune/content/message/attachment-text.ts';
import type { WrittenLetter } from '@opportune/protocol/channel/letter.ts';
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import type { Problem } from '@opportune/protocol/errors.ts';
import { MessageId, type ConversationId } from '@opportune/protocol/ids.ts';
import type { OfferedContent } from '@opportune/protocol/conversation/message-content.ts';
import { newId } from '../../api/new-id.ts';
import { sendFrame } from '../../api/socket.ts';
import { serverNow } from '../../ui/now.ts';
import { refusalWords } from '../../words/refusal-words.ts';
import { createStore } from '../../ui/store.ts';
import { withDraft, type Drafts } from './drafts.ts';
import { keepWriting } from './kept-writing.ts';
import { tellDrafts, type ToldDrafts } from './told-drafts.ts';
import {
  toSend,
  withMessage,
  withoutMessage,
  withRefusal,
  writtenAt,
  type Outbox,
  type OutgoingMessage,
} from './outbox.ts';

export const outbox = createStore<Outbox>([]);
export const drafts = createStore<Drafts>({});
let told: ToldDrafts | null = null;
/** The number of messages that wait for the connection. */
export const waitingToSend = createStore(0);

/** Delay before a message that the server could not take for the moment is sent again. */
const againMs = 3_000;
let again: ReturnType<typeof setTimeout> | undefined;
/** Conversations in which such a message waits. Later messages are sent after it. */
const held = new Set<ConversationId>();

/** Keeps what a user writes, in all tabs, until the returned function is called. */
export function followSending(user: string): () => void {
  const stopKeeping = keepWriting(user, { outbox, drafts, send });
  told = tellDrafts(drafts);
  const stops = [
    stopKeeping,
    told.stop,
    outbox.subscribe(() => waitingToSend.set(toSend(outbox.get()).length)),
  ];
  waitingToSend.set(toSend(outbox.get()).length);
  return () => {
    stops.forEach((stop) => stop());
    holdNone();
  };
}

/** Sends the waiting messages under their ids. */
export function sendWaiting(): void {
  holdNone();
  for (const message of toSend(outbox.get())) send(message);
}

/** Schedules a message again after a refusal that allows a retry. */
export function sendAgain(id: MessageId): void {
  const message = outbox.get().find((each) => each.id === id);
  if (message === undefined) return;
  held.add(message.conversation);
  again ??= setTimeout(sendWaiting, againMs);
}

function holdNone(): void {
  clearTimeout(again);
  again = undefined;
  held.clear();
}

/** Removes a message that the server has stored. */
export function arrived(id: MessageId): void {
  outbox.update((box) => withoutMessage(box, id));
}

/** Marks a message as refused: it stays visible with the reason and is not sent again automatically. */
export function keepRefused(id: MessageId, problem: Problem): void {
  outbox.update((box) => withRefusal(box, id, refusalWords(problem)));
}

/** What goes with a message. */
export interface Carried {
  readonly content?: OfferedContent;
  readonly letter?: WrittenLetter | undefined;
}

/** Posts a message, now or after the reconnect. */
export function post(
  conversation: ConversationId,
  text: string,
  note: boolean,
  { content, letter }: Carried = {},
): void {
  const message = {
    id: MessageId.parse(newId()),
    conversation,
    text,
    note,
    ...(content === undefined ? {} : { content }),
    ...(letter === undefined ? {} : { letter }),
    at: writtenAt(outbox.get(), serverNow()),
    refused: null,
  };
  outbox.update((box) => withMessage(box, message));
  // The text draft stays while cards or a form are sent.
  if (content === undefined) keepDraft(conversation, '', note);
  sendInTurn(message);
}

/** Posts an uploaded file, under the id of its upload. */
export function postFile(
  conversation: ConversationId,
  id: MessageId,
  attachment: Attachment,
): void {
  const text = attachmentText(attachment);
  const at = writtenAt(outbox.get(), serverNow());
  const message = { id, conversation, text, note: false, attachment, at };
  outbox.update((box) => withMessage(box, { ...message, refused: null }));
  sendInTurn(message);
}

function sendInTurn(message: Omit<OutgoingMessage, 'refused'>): void {
  if (!held.has(message.conversation)) send(message);
}

function send(message: Omit<OutgoingMessage, 'refused'>): void {
  const { conversation, id, text, note, content, attachment, letter } = message;
  const carried = {
    ...(content === undefined ? {} : { content }),
    ...(attachment === undefined ? {} : { attachment: true as const }),
    ...(letter === undefined ? {} : { letter }),
  };
  sendFrame({ type: 'message.post', conversation, id, text, note, ...carried });
}

/** Takes back a refused message; its text becomes a draft again. */
export function takeBack(id: MessageId): void {
  const message = outbox.get().find((each) => each.id === id);
  if (message === undefined) return;
  outbox.update((box) => withoutMessage(box, id));
  if (message.attachment !== undefined) return;
  keepDraft(message.conversation, message.text, message.note);
}

/** Keeps a draft. The server hears of it soon, and through it this agent's other devices. */
export function keepDraft(conversation: string, text: string, note: boolean): void {
  const before = drafts.get();
  drafts.update((all) => withDraft(all, conversation, { text, note, at: serverNow() }));
  if (drafts.get() !== before) told?.changed(conversation);
}
