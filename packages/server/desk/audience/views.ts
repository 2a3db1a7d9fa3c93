// What agents see of a desk, with names, and which messages contacts also see.
import type { Desk, Ring as DeskRing } from '@opportune/core/conversation/desk.ts';
import {
  type AgentPresence,
  agentsOnly,
  type Message,
  type Ring,
} from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId, UserId } from '@opportune/protocol/ids.ts';

export function visibleToContact(message: Message): boolean {
  return !agentsOnly.includes(message.body.type);
}

/** Null for a user whom the desk does not know, or who is disabled and has nothing left. */
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

/** A ringing offer, with names. */
export function ringOf(
  { agents, conversations }: Desk,
  conversation: ConversationId,
  ring: DeskRing,
): Ring {
  const named = (user: UserId) => ({ user, name: agents.get(user)?.profile.name ?? '' });
  const { user, by, skill, until } = ring;
  const speaks = by === null && conversations.get(conversation)?.speaks === true;
  const of = { to: named(user), by: by === null ? null : named(by), skill, until };
  return { conversation, ...of, ...(speaks && { speaks }) };
}

/** All offers that ring now. */
export function ringsOf(desk: Desk): Ring[] {
  return [...desk.conversations.values()].flatMap(({ id, ring }) =>
    ring === null ? [] : [ringOf(desk, id, ring)],
  );
}
