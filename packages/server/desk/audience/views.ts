// What agents see of a desk, with names, and what contacts see: faces, and which messages.
import type { Desk, Ring as DeskRing } from '@opportune/core/conversation/desk.ts';
import { canTake, hasRoom } from '@opportune/core/conversation/routing/routing.ts';
import {
  type AgentPresence,
  agentsOnly,
  type Message,
  type Ring,
} from '@opportune/protocol/conversation/conversation.ts';
import { type Face, mostFaces } from '@opportune/protocol/conversation/face.ts';
import type { ConversationId, SkillId, UserId } from '@opportune/protocol/ids.ts';

export function visibleToContact(message: Message): boolean {
  return !agentsOnly.includes(message.body.type);
}

/** Null for a user whom the desk does not know, or who is disabled and has nothing left. */
export function presenceOf({ agents, plan }: Desk, user: UserId): AgentPresence | null {
  const agent = agents.get(user);
  if (agent === undefined || (agent.disabled && agent.conversations === 0)) return null;
  const { profile, state, reason, since, load, conversations, isSpeaking } = agent;
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
    speaks: isSpeaking,
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

/** Agents who could answer now. A program has no face. `photoOf`: null for who has none. */
export function facesOf(
  desk: Desk,
  skill: SkillId | null,
  photoOf: (user: UserId) => Face['photo'],
): readonly Face[] {
  const couldAnswer = [...desk.agents.values()].filter(
    (agent) => agent.profile.kind === 'person' && hasRoom(agent) && canTake(desk, agent, skill),
  );
  return couldAnswer
    .map(({ profile }) => profile)
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .slice(0, mostFaces)
    .map(({ user, name }) => ({ name, photo: photoOf(user) }));
}
