// Who can be handed a conversation now, and why not, and how much room is left: before the choice, by
// the same rule as the desk's, which has the last word. Pure.
import type {
  AgentPresence,
  Conversation,
  Ring,
} from '@opportune/protocol/conversation/conversation.ts';
import type { SkillId, UserId } from '@opportune/protocol/ids.ts';

export type Handed = Pick<Conversation, 'id' | 'weight' | 'agent'>;
/** What rings at somebody takes places of their room until it ends. */
export type Ringing = Pick<Ring, 'conversation' | 'to'> & Pick<Conversation, 'weight'>;

/** Places of an agent's room that nothing takes, and nothing that rings at them. */
export function placesLeft(
  { user, active, room }: Pick<AgentPresence, 'user' | 'active' | 'room'>,
  ringing: Iterable<Ringing>,
): number {
  let left = room - active;
  for (const { to, weight } of ringing) if (to.user === user) left -= weight;
  return Math.max(0, left);
}

/** Null: it may ring at them. What rings there takes its places, but for this one. */
export function whyNot(
  { user, state, active, room }: AgentPresence,
  { id, weight }: Handed,
  ringing: Iterable<Ringing>,
): AgentPresence['state'] | 'full' | null {
  if (state !== 'online') return state;
  let taken = active;
  for (const ring of ringing)
    if (ring.to.user === user && ring.conversation === id) return null;
    else if (ring.to.user === user) taken += ring.weight;
  const fits = taken < room && (taken === 0 || taken + weight <= room);
  return fits ? null : 'full';
}

/** Of those who are not the giver: whoever has the skill or, where nobody has it, anybody. */
export function freeFor(
  all: readonly AgentPresence[],
  skill: SkillId,
  conversation: Handed,
  ringing: readonly Ringing[],
  giver: UserId | undefined,
): number {
  const isHad = all.some(({ skills }) => skills.includes(skill));
  return all.filter(
    (agent) =>
      agent.user !== giver &&
      (!isHad || agent.skills.includes(skill)) &&
      whyNot(agent, conversation, ringing) === null,
  ).length;
}
