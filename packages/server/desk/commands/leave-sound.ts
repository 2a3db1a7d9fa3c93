// Writes a message that was left by telephone, with its sound, into a conversation of its contact. It joins
// the one that goes on at their number. The one in which they waited on the same call becomes the message.
// Otherwise a new one begins that waits as a message.
import type { NewMessage } from '@opportune/core/ports/conversation-store.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { ConversationId, type MessageId, type SkillId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { contentText } from '@opportune/content/message/message-text.ts';
import type { AccountDesk } from '../account-desk.ts';
import type { DeskParts } from '../seams.ts';
import { ofAddress, openAt } from './receive.ts';

export interface LeftSound extends AddressAt {
  /** Names the call. */
  readonly request: string;
  readonly skill: SkillId | null;
  readonly message: MessageId;
  readonly at: number;
  readonly file: Attachment;
}

type Use = Pick<DeskParts, 'ids' | 'store' | 'isMerged'>;

/** Whether somebody may leave one: nobody blocked them, and messages have room. */
export async function mayLeave(
  { store }: Pick<Use, 'store'>,
  { account }: AccountDesk,
  at: AddressAt,
): Promise<boolean> {
  if (await store.isBlocked(account, at)) return false;
  return (await store.openCases(account)) < conversationLimits.messagesLeft;
}

/** Once: a repeat finds the same conversation. Null: they were blocked meanwhile. */
export function leaveSound(
  use: Use,
  desk: AccountDesk,
  left: LeftSound,
): Promise<Conversation | null> {
  const { account, writes } = desk;
  const { channel, address, message: id } = left;
  const at = { channel, address };
  const request = `voicemail ${id}`;
  return writes.ofAddress(at, async () => {
    const earlier = await use.store.byRequest(account, at, request);
    if (earlier !== null) return use.store.load(account, earlier);
    if (await use.store.isBlocked(account, at)) return null;
    const open = await openAt(desk, at);
    const message = messageOf(left);
    const note = writes.systemMessage({ type: 'left-message', address: '' });
    if (open !== undefined)
      return (await writes.append(open.id, [message], {}, request))?.record ?? null;
    const waited = await waitedIn(use, desk, left);
    if (waited !== null) {
      const change = { status: 'message', caseState: 'open', endedAt: null } as const;
      return (await writes.append(waited, [message, note], change, request))?.record ?? null;
    }
    const made = ofAddress({
      ...{ id: ConversationId.parse(use.ids.next()), channel, address, skill: left.skill },
      ...{ visitorName: '', startedAt: left.at, status: 'message' },
    });
    return (await writes.leaveMessage(request, made, [message, note])).record;
  });
}

function messageOf({ message: id, at, file }: LeftSound): NewMessage {
  const text = contentText(file, conversationLimits.messageLength);
  return { id, author: { type: 'visitor' }, body: { type: 'text', text, content: file }, at };
}

/** Where they waited on that call, which nobody answered. Null: nowhere. */
async function waitedIn(
  use: Use,
  { account }: AccountDesk,
  { channel, address, request }: LeftSound,
): Promise<ConversationId | null> {
  const id = await use.store.byRequest(account, { channel, address }, request);
  const record = id === null ? null : await use.store.load(account, id);
  if (record?.status !== 'ended' || record.answeredAt !== null) return null;
  return (await use.isMerged(account, record.id)) ? null : record.id;
}
