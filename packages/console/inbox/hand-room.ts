// Who can be handed a conversation now, and why not: before the choice, by the same rule as the desk's,
// which has the last word. Pure.
import type { AgentPresence, Conversation, Ring } from '@opportune/protocol/conversation.ts';
import type { SkillId, UserId } from '@opportune/protocol/ids.ts';

export type Handed = Pick<Conversation, 'id' | 'weight' | 'agent'>;

/** Null: it may ring at them. What rings there takes a place, but for this one. */
export function whyNot(
  { user, state, active, room }: AgentPresence,
  { id, weight }: Handed,
  ringing: Iterable<Pick<Ring, 'conversation' | 'to'>>,
): AgentPresence['state'] | 'full' | null {
  if (state !== 'online') return state;
  let taken = active;
  for (const { conversation, to } of ringing)
    if (to.user === user && conversation === id) return null;
    else if (to.user === user) taken += 1;
  const fits = taken < room && (taken === 0 || taken + weight <= room);
  return fits ? null : 'full';
}

/** Of those who are not the giver: whoever has the skill or, where nobody has it, anybody. */
export function freeFor(
  all: readonly AgentPresence[],
  skill: SkillId,
  conversation: Handed,
  ringing: readonly Pick<Ring, 'conversation' | 'to'>[],
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
