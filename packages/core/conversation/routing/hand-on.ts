// Hands a conversation on: it rings at an agent, or in turn at agents who have a skill. Until it is
// accepted the giver keeps it and goes on writing. If it is not accepted, it stays theirs, or
// returns to its old place in the queue if they have gone. A waiting conversation that is not
// accepted rings at the agent whom routing finds next. Agents are told why.
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { SkillId, UserId } from '@opportune/protocol/ids.ts';
import type { Agent, DeskInput, Ring, DeskConversation } from '../desk.ts';
import { beginRing, endRing, ringingAt } from './ring.ts';
import { assignedNote, best, hasRoom, roomOf } from './routing.ts';
import { reachOf } from './skill-plan.ts';
import { aside, assign, choose, enqueue, nameOf, note, type Turn } from '../turn.ts';

type Refusal = ErrorCode | null;
type Transfer = Extract<DeskInput, { type: 'conversation.transfer' }>;
/** The reason for a state of away that the agent did not choose. */
const noAnswer = 'no-answer';
/** Why a ring ended without being accepted. */
export type Unheard = 'declined' | 'timed-out' | 'gone' | 'no-room';

export function transfer(
  turn: Turn,
  conversation: DeskConversation,
  { user, destination }: Transfer,
): Refusal {
  if (conversation.agent !== user || conversation.status !== 'active')
    return 'conversation.not_yours';
  switch (destination.to) {
    case 'queue':
      return backToQueue(turn, conversation, destination.skill);
    case 'agent': {
      if (destination.user === user) return null;
      const agent = turn.desk.agents.get(destination.user);
      if (agent === undefined || !mayRing(conversation, agent)) return 'agent.no_room';
      conversation.passedBy.clear();
      offer(turn, conversation, agent, { by: user, skill: null });
      return null;
    }
    case 'skill': {
      const agent = nextOf(turn, conversation, destination.skill, new Map());
      if (agent === undefined) return 'agent.no_room';
      conversation.passedBy.clear();
      offer(turn, conversation, agent, { by: user, skill: destination.skill });
      return null;
    }
  }
}

/** Accepts what rings at them. Their place was reserved. */
export function acceptRing(turn: Turn, conversation: DeskConversation, ring: Ring): void {
  const agent = turn.desk.agents.get(ring.user);
  if (agent === undefined) return;
  const from = nameOf(turn, conversation.agent);
  endRing(turn, conversation, 'accepted');
  if (ring.skill !== null) conversation.skill = ring.skill;
  agent.missed = 0;
  assign(turn, conversation, agent);
  const handed = { type: 'transferred', from, to: agent.profile.name } as const;
  note(turn, conversation, ring.by === null ? assignedNote(turn, agent) : handed);
}

export function recall(turn: Turn, conversation: DeskConversation, user: UserId): Refusal {
  if (conversation.agent !== user) return 'conversation.not_yours';
  endRing(turn, conversation, 'recalled');
  conversation.passedBy.clear();
  return null;
}

export function decline(turn: Turn, conversation: DeskConversation, user: UserId): void {
  if (conversation.ring?.user === user) unheard(turn, conversation, conversation.ring, 'declined');
}

/** It rings at the next agent who has the skill. Without one it returns to the giver. */
export function unheard(
  turn: Turn,
  conversation: DeskConversation,
  ring: Ring,
  why: Unheard,
): void {
  endRing(turn, conversation, why);
  if (why === 'declined' || why === 'timed-out') conversation.passedBy.set(ring.user, turn.now);
  aside(turn, conversation, { type: 'not-taken', agent: nameOf(turn, ring.user), why });
  if (why === 'timed-out') missed(turn, ring.user);
  if (ring.by === null) return;
  const next =
    ring.skill === null ? undefined : nextOf(turn, conversation, ring.skill, conversation.passedBy);
  if (next !== undefined) return offer(turn, conversation, next, ring);
  conversation.passedBy.clear();
  const giver = turn.desk.agents.get(ring.by);
  if (giver !== undefined && giver.goneAt === null) return;
  enqueue(turn, conversation);
  note(turn, conversation, { type: 'returned', agent: nameOf(turn, ring.by) });
}

/** The agent has gone or accepts nothing new: what rings at them ends. */
export function silence(turn: Turn, user: UserId): void {
  for (const conversation of ringingAt(turn, user))
    if (conversation.ring !== null) unheard(turn, conversation, conversation.ring, 'gone');
}

/** Ends rings that no longer fit into their room, the latest first. */
export function silenceBeyond(turn: Turn, agent: Agent): void {
  const latestFirst = ringingAt(turn, agent.profile.user)
    .toReversed()
    .toSorted((one, other) => (other.ring?.until ?? 0) - (one.ring?.until ?? 0));
  for (const [ended, conversation] of latestFirst.entries()) {
    const isAlone = agent.conversations === 0 && ended === latestFirst.length - 1;
    const room = roomOf(agent);
    // An agent with nothing else may have one, however heavy.
    if (agent.load + agent.ringing <= room || (isAlone && room > 0)) return;
    if (conversation.ring !== null) unheard(turn, conversation, conversation.ring, 'no-room');
  }
}

/** An agent who misses too many rings in a row is away until they choose otherwise. */
function missed(turn: Turn, user: UserId): void {
  const agent = turn.desk.agents.get(user);
  if (agent === undefined) return;
  agent.missed += 1;
  if (agent.missed < turn.desk.plan.settings.misses || agent.state !== 'online') return;
  choose(turn, agent, 'away', noAnswer);
  silence(turn, user);
}

function offer(
  turn: Turn,
  conversation: DeskConversation,
  agent: Agent,
  of: Pick<Ring, 'by' | 'skill'>,
): void {
  beginRing(turn, conversation, agent, of);
  aside(turn, conversation, {
    type: 'offered',
    by: nameOf(turn, of.by),
    agent: agent.profile.name,
  });
}

function backToQueue(turn: Turn, conversation: DeskConversation, skill: SkillId | undefined): null {
  const giver = conversation.agent;
  enqueue(turn, conversation);
  conversation.givenAwayBy = giver;
  if (skill !== undefined) conversation.skill = skill;
  note(turn, conversation, { type: 'transferred', from: nameOf(turn, giver), to: '' });
  return null;
}

/**
 * The agent whom routing would choose among those who may be given a conversation of the skill at
 * once.
 */
function nextOf(
  { desk }: Turn,
  conversation: DeskConversation,
  skill: SkillId,
  passed: ReadonlyMap<UserId, number>,
): Agent | undefined {
  const free = [...desk.agents.values()].filter(
    (agent) => !passed.has(agent.profile.user) && mayRing(conversation, agent),
  );
  return best(desk, reachOf(desk.plan, skill, 0), free);
}

/** A conversation already ringing there keeps the place that it needs. */
function mayRing({ agent: giver, ring, weight }: DeskConversation, agent: Agent): boolean {
  const { user } = agent.profile;
  return user !== giver && (ring?.user === user || hasRoom(agent, weight));
}
