// A second agent in a conversation: they join its owner, and both write to the visitor until the
// second one leaves, goes offline, or it is over. It takes no place of their room. Only the owner
// hands it on or ends it. Permissions are not checked here.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { UserId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import type { DeskConversation } from './desk.ts';
import { nameOf, note, type Turn } from './turn.ts';

/** Only an active conversation can be joined, by an agent who is at the desk. */
export function join(turn: Turn, conversation: DeskConversation, user: UserId): ErrorCode | null {
  if (conversation.agent === user || conversation.joined.has(user)) return null;
  if (conversation.status !== 'active') return 'conversation.not_yours';
  const agent = turn.desk.agents.get(user);
  const isThere = agent !== undefined && agent.goneAt === null && agent.state !== 'offline';
  if (!isThere || conversation.joined.size >= conversationLimits.joined) return 'agent.no_room';
  conversation.joined.add(user);
  note(turn, conversation, { type: 'joined', agent: agent.profile.name });
  return null;
}

/** By hand, or because they went. Leaving a conversation they are not in changes nothing. */
export function leave(turn: Turn, conversation: DeskConversation, user: UserId): void {
  if (conversation.joined.delete(user))
    note(turn, conversation, { type: 'left', agent: nameOf(turn, user) });
}

/** They are gone. */
export function leaveAll(turn: Turn, user: UserId): void {
  for (const conversation of turn.desk.conversations.values()) leave(turn, conversation, user);
}
