// What one person has not read of a conversation. Its agent has the read mark that the visitor
// sees. Each agent who joined has a mark of their own. Nothing is counted for anybody else. Pure.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { unreadAfter, type Transcript } from './transcript.ts';

export interface Reader {
  readonly me: string;
  /** How far they have read the conversations that they joined. */
  readonly seen: ReadonlyMap<ConversationId, number>;
  readonly transcript: Transcript | undefined;
}

export function isMine({ agent }: Conversation, me: string): boolean {
  return agent?.user === me;
}

export function hasJoined({ joined }: Conversation, me: string): boolean {
  return joined.some(({ user }) => user === me);
}

/** Whether the conversation goes on and they may write to its visitor. */
export function takesPart(conversation: Conversation, me: string): boolean {
  const { status } = conversation;
  const goesOn = status === 'active' || status === 'resting';
  return goesOn && (isMine(conversation, me) || hasJoined(conversation, me));
}

/** Up to which sequence this person has read. What came before they joined counts as read. */
export function readThrough(conversation: Conversation, { me, seen, transcript }: Reader): number {
  if (isMine(conversation, me) || !hasJoined(conversation, me)) return conversation.agentRead;
  return Math.max(seen.get(conversation.id) ?? 0, joinedAt(transcript));
}

/** How many of the visitor's messages this person has not read, as far as this console can know. */
export function unreadIn(conversation: Conversation, of: Reader): number {
  const { transcript } = of;
  const through = readThrough(conversation, of);
  if (transcript !== undefined && transcript.through >= conversation.lastSequence)
    return unreadAfter(transcript, through);
  // Only the messages tell where they joined and what came since.
  const joined = !isMine(conversation, of.me) && hasJoined(conversation, of.me);
  return joined ? 0 : Math.max(0, conversation.lastSequence - through);
}

function joinedAt(transcript: Transcript | undefined): number {
  const note = transcript?.messages.findLast(
    ({ body }) => body.type === 'system' && body.note.type === 'joined',
  );
  return note?.sequence ?? 0;
}
