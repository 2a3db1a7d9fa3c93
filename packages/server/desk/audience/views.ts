// The same conversation as its two sides see it: agents all of it as it is, visitors their own part, without
// notes, without other agents' affairs, and with a wrap-up shown as the end that it is for them.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { Desk, QueuePlace, Ring as DeskRing } from '@opportune/core/conversation/desk.ts';
import {
  type AgentPresence,
  agentsOnly,
  type Message,
  type Ring,
} from '@opportune/protocol/conversation/conversation.ts';
import type { VisitorConversation } from '@opportune/protocol/frames-visitor.ts';
import type { ConversationId, UserId } from '@opportune/protocol/ids.ts';

export function forVisitor(record: Conversation, place: QueuePlace | null): VisitorConversation {
  const { id, startedAt, endedAt, lastSequence, agentDelivered, agentRead, visitorRead } = record;
  return {
    id,
    startedAt,
    endedAt,
    lastSequence,
    agentDelivered,
    agentRead,
    visitorRead,
    status: record.status === 'wrap-up' ? 'ended' : record.status,
    agent: record.agent?.name ?? null,
    position: record.status === 'waiting' ? (place?.position ?? null) : null,
    waitS: record.status === 'waiting' ? (place?.waitS ?? null) : null,
    ...(record.begunBy !== undefined && visitorRead === 0 ? { opens: true } : {}),
  };
}

export function visibleToVisitor(message: Message): boolean {
  return !agentsOnly.includes(message.body.type);
}

/** Null for a user whom the desk does not know, or who may sign in no more and has nothing left. */
export function presenceOf({ agents, plan }: Desk, user: UserId): AgentPresence | null {
  const agent = agents.get(user);
  if (agent === undefined || (agent.disabled && agent.conversations === 0)) return null;
  const { profile, state, reason, since, load, conversations } = agent;
  const { name, kind, room } = profile;
  const skills = [...(plan.levels.get(user)?.keys() ?? [])];
  return {
    user,
    name,
    kind,
    state,
    reason,
    since,
    active: load,
    room,
    conversations: conversations,
    skills,
  };
}

export function presences(desk: Desk): AgentPresence[] {
  return [...desk.agents.keys()].flatMap((user) => presenceOf(desk, user) ?? []);
}

/** What rings at whom, with names. */
export function ringOf({ agents }: Desk, conversation: ConversationId, ring: DeskRing): Ring {
  const named = (user: UserId) => ({ user, name: agents.get(user)?.profile.name ?? '' });
  const { user, by, skill, until } = ring;
  return { conversation, to: named(user), by: by === null ? null : named(by), skill, until };
}

/** Everything that rings now. */
export function ringsOf(desk: Desk): Ring[] {
  return [...desk.conversations.values()].flatMap(({ id, ring }) =>
    ring === null ? [] : [ringOf(desk, id, ring)],
  );
}
