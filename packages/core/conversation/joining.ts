// A second agent in a conversation: they join whoever has it, and both write to the visitor until they
// leave, go, or it is over. It takes no place of their room, because they came by themselves; the owner
// stays the only one who hands it on or ends it. Who may join is not asked here.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { UserId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits.ts';
import type { Talk } from './desk.ts';
import { nameOf, note, type Turn } from './turn.ts';

/** Only what goes on is joined, by somebody who is at the desk. */
export function join(turn: Turn, talk: Talk, user: UserId): ErrorCode | null {
  if (talk.agent === user || talk.joined.has(user)) return null;
  if (talk.status !== 'active') return 'conversation.not_yours';
  const agent = turn.desk.agents.get(user);
  const isThere = agent !== undefined && agent.goneAt === null && agent.state !== 'offline';
  if (!isThere || talk.joined.size >= conversationLimits.joined) return 'agent.no_room';
  talk.joined.add(user);
  note(turn, talk, { type: 'joined', agent: agent.profile.name });
  return null;
}

/** By hand, or because they went; leaving what one is not in changes nothing. */
export function leave(turn: Turn, talk: Talk, user: UserId): void {
  if (talk.joined.delete(user)) note(turn, talk, { type: 'left', agent: nameOf(turn, user) });
}

/** They are not there any more. */
export function leaveAll(turn: Turn, user: UserId): void {
  for (const talk of turn.desk.talks.values()) leave(turn, talk, user);
}
