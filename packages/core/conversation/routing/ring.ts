// A conversation rings at an agent and reserves its places of their room until the ring ends. Which
// agent is next, and what becomes of the conversation, is decided elsewhere.
import type { RingEnd } from '@opportune/protocol/conversation/conversation.ts';
import type { UserId } from '@opportune/protocol/ids.ts';
import type { Agent, Desk, DeskEffect, Ring, DeskConversation } from '../desk.ts';

export type RingEffect = Extract<DeskEffect, { type: `ring.${string}` }>;

/** The desk, the instant, and the rings of this step. */
export interface Ringing {
  readonly desk: Desk;
  readonly now: number;
  /** In the order in which they began and ended. */
  readonly rings: RingEffect[];
}

/**
 * Rings at an agent with room, for the account's ring time. If it already rings, that ring ends.
 */
export function beginRing(
  turn: Ringing,
  conversation: DeskConversation,
  agent: Agent,
  { by, skill }: Pick<Ring, 'by' | 'skill'>,
): void {
  endRing(turn, conversation, 'over');
  const until = turn.now + turn.desk.plan.settings.ringS * 1_000;
  const ring: Ring = { user: agent.profile.user, by, skill, until };
  conversation.ring = ring;
  agent.ringing += conversation.weight;
  turn.rings.push({ type: 'ring.began', id: conversation.id, ring });
}

/** Frees the place. Does nothing if it does not ring. */
export function endRing(turn: Ringing, conversation: DeskConversation, why: RingEnd): void {
  const { ring } = conversation;
  if (ring === null) return;
  conversation.ring = null;
  const agent = turn.desk.agents.get(ring.user);
  if (agent !== undefined) agent.ringing -= conversation.weight;
  turn.rings.push({ type: 'ring.ended', id: conversation.id, ring, why });
}

/** What rings at an agent now. */
export function ringingAt({ desk }: Ringing, user: UserId): readonly DeskConversation[] {
  return [...desk.conversations.values()].filter(({ ring }) => ring?.user === user);
}
