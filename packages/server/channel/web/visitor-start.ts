// The visitor's frames that begin a conversation, or leave a message: read with what is known of them and
// what they answered before the chat, handed to the desk, and answered on their line.
import type { ChatLink } from '@opportune/core/ports/visitor-chat.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ChatFrame } from '@opportune/protocol/frames-visitor.ts';
import type { AccountDesk } from '../../desk/account-desk.ts';
import type { Answer } from '../../desk/commands/repeat.ts';
import { leaveMessage, type Start, startConversation } from '../../desk/commands/start.ts';
import type { Entry, Refused } from './admission/admission.ts';
import { forVisitor, photoIn } from './for-visitor.ts';
import { readAnswers } from './form-before-chat.ts';
import { whoseOf } from './own-conversations.ts';
import type { WebChatParts } from './seams.ts';

type Beginning = Extract<ChatFrame, { type: 'chat.start' | 'chat.leave' }>;

type AnyBeginning = Beginning | Extract<ChatFrame, { type: 'chat.call-back' }>;

/** A frame that was admitted. */
interface Admitted {
  readonly desk: AccountDesk;
  readonly link: ChatLink;
  readonly frame: Beginning;
  readonly entry: Entry;
}

/** Answers `chat.state` with the request when it is stored, or the code of a refusal. */
export async function beginConversation(
  use: WebChatParts,
  { desk, link, frame, entry }: Admitted,
): Promise<ErrorCode | Refused | null> {
  const start = await startOf(use, desk, link, frame);
  const asked = {
    ...{
      use: use.desks.parts,
      desk,
      whose: whoseOf(link),
      answer: answerOn(use, desk, link, frame, start.speaks === true),
    },
    start,
    begun: () => entry.begun(),
  };
  if (frame.type === 'chat.start') return startConversation(asked);
  return leaveMessage({ ...asked, start: { ...start, replyTo: frame.address } });
}

/** What the conversation begins with. */
export async function startOf(
  use: WebChatParts,
  { desk }: AccountDesk,
  link: ChatLink,
  frame: AnyBeginning,
): Promise<Start> {
  const { request, decision, name = '', message, before } = frame;
  // Where no calls are offered, nobody waits for one.
  const speaks =
    frame.type === 'chat.start' &&
    frame.speaks === true &&
    (await use.speaking.isOffered(link.account));
  const trait = desk.plan.settings.tiers.attribute;
  const card = await use.cards.of(link.account, link.visitor, { decision, trait });
  const answers = await readAnswers(use, link, { card, decision }, before);
  return { request, decision, name, said: message ?? null, card, before: answers, speaks };
}

/** Tells the conversation and the number of the message, and calls that one may begin. */
export function answerOn(
  use: Pick<WebChatParts, 'photoOf' | 'speaking'>,
  desk: AccountDesk,
  link: ChatLink,
  { request }: AnyBeginning,
  speaks: boolean,
): Answer {
  return ({ record, message }) => {
    if (speaks) use.speaking.expect(link.account, record.id);
    const conversation = forVisitor(record, desk.place(record.id), photoIn(use, link, record));
    link.send({ type: 'chat.state', conversation, request });
    if (message === null) return;
    const { id, sequence, at } = message;
    link.send({ type: 'chat.posted', conversation: record.id, id, sequence, at });
  };
}
