// Who can be handed a conversation now, why others cannot, and how much room they have left. The
// menu shows it before the choice. It follows the desk's rule, but the desk decides. Pure.
import type {
  AgentPresence,
  Conversation,
  Ring,
} from '@opportune/protocol/conversation/conversation.ts';
import type { SkillId, UserId } from '@opportune/protocol/ids.ts';

export type Handed = Pick<Conversation, 'id' | 'weight' | 'agent'>;
/** A ringing conversation takes places of the agent's room until the ring ends. */
export type Ringing = Pick<Ring, 'conversation' | 'to'> & Pick<Conversation, 'weight'>;

/** The free places of an agent: room that no conversation and no ring takes. */
export function placesLeft(
  { user, active, room }: Pick<AgentPresence, 'user' | 'active' | 'room'>,
  ringing: Iterable<Ringing>,
): number {
  let left = room - active;
  for (const { to, weight } of ringing) if (to.user === user) left -= weight;
  return Math.max(0, left);
}

/**
 * Why an agent cannot be handed the conversation; null if it may ring there. Other rings there take places.
 */
export function whyNot(
  { user, state, active, room, speaks }: AgentPresence,
  { id, weight }: Handed,
  ringing: Iterable<Ringing>,
): AgentPresence['state'] | 'full' | 'speaks' | null {
  if (state !== 'online') return state;
  if (speaks) return 'speaks';
  let taken = active;
  for (const ring of ringing)
    if (ring.to.user === user && ring.conversation === id) return null;
    else if (ring.to.user === user) taken += ring.weight;
  const fits = taken < room && (taken === 0 || taken + weight <= room);
  return fits ? null : 'full';
}

/** How many agents other than the giver are free: of those with the skill or, if nobody has it, of all. */
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
