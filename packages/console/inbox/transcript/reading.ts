// What of a conversation one person has not read: pure. Its agent reads by the mark that the visitor sees,
// whoever joined by a mark of their own; of anybody else's nothing is counted.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { unreadAfter, type Transcript } from './transcript.ts';

export interface Reader {
  readonly me: string;
  /** How far they have read what they joined. */
  readonly seen: ReadonlyMap<ConversationId, number>;
  readonly transcript: Transcript | undefined;
}

export function isMine({ agent }: Conversation, me: string): boolean {
  return agent?.user === me;
}

export function hasJoined({ joined }: Conversation, me: string): boolean {
  return joined.some(({ user }) => user === me);
}

/** It goes on, and they write to its visitor. */
export function takesPart(conversation: Conversation, me: string): boolean {
  const { status } = conversation;
  const goesOn = status === 'active' || status === 'resting';
  return goesOn && (isMine(conversation, me) || hasJoined(conversation, me));
}

/** Up to which number this person has read it; what was said before they joined counts as read. */
export function readThrough(conversation: Conversation, { me, seen, transcript }: Reader): number {
  if (isMine(conversation, me) || !hasJoined(conversation, me)) return conversation.agentRead;
  return Math.max(seen.get(conversation.id) ?? 0, joinedAt(transcript));
}

/** The visitor's messages that this person has not read, as far as this console can know. */
export function unreadIn(conversation: Conversation, of: Reader): number {
  const { transcript } = of;
  const through = readThrough(conversation, of);
  if (transcript !== undefined && transcript.through >= conversation.lastSequence)
    return unreadAfter(transcript, through);
  // Where they joined, and what was said since, is known from the messages only.
  const joined = !isMine(conversation, of.me) && hasJoined(conversation, of.me);
  return joined ? 0 : Math.max(0, conversation.lastSequence - through);
}

function joinedAt(transcript: Transcript | undefined): number {
  const note = transcript?.messages.findLast(
    ({ body }) => body.type === 'system' && body.note.type === 'joined',
  );
  return note?.sequence ?? 0;
}
