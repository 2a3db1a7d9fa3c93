// Agents come, go, and choose states. An agent who comes back gets the last chosen state. Closing
// the last socket only starts the grace period. Choosing a state never takes a conversation away.
import type { UserId } from '@opportune/protocol/ids.ts';
import type { Desk, DeskInput, Restored } from './desk.ts';
import { giveUp } from './deadlines.ts';
import { silence, silenceBeyond } from './routing/hand-on.ts';
import { leaveAll } from './joining.ts';
import { restUntil } from './resting.ts';
import { agentFor, choose, comeBack, type Turn } from './turn.ts';

type AgentInput = Extract<DeskInput, { type: `agent.${string}` }>;

export function applyAgent(turn: Turn, input: AgentInput): void {
  switch (input.type) {
    case 'agent.connected': {
      const agent = agentFor(turn, input.profile);
      agent.goneAt = null;
      agent.disabled = false;
      turn.agents.add(input.profile.user);
      comeBack(turn, agent);
      return silenceBeyond(turn, agent);
    }
    case 'agent.disconnected':
      return leave(turn, input.user);
    case 'agent.speaks': {
      const agent = turn.desk.agents.get(input.user);
      if (agent === undefined) return;
      agent.isSpeaking = input.isSpeaking;
      turn.agents.add(input.user);
      return silenceBeyond(turn, agent);
    }
    case 'agent.chose': {
      const agent = turn.desk.agents.get(input.user);
      if (agent === undefined) return;
      choose(turn, agent, input.state, input.reason ?? null);
      if (input.state !== 'online') silence(turn, input.user);
      if (input.state === 'offline') leaveAll(turn, input.user);
      return;
    }
    case 'agent.changed': {
      if (!turn.desk.agents.has(input.profile.user)) return;
      const agent = agentFor(turn, input.profile);
      turn.agents.add(input.profile.user);
      agent.disabled = input.disabled;
      if (!input.disabled) return silenceBeyond(turn, agent);
      giveUp(turn, agent);
      silence(turn, input.profile.user);
      return;
    }
  }
}

/**
 * After a restart everybody counts as gone, including contacts unless they are here. They have
 * their grace periods to come back.
 */
export function restore(desk: Desk, { agents, conversations }: Restored, now: number): void {
  for (const { profile, state, reason, since, chosen } of agents) {
    desk.agents.set(profile.user, {
      profile,
      state,
      reason,
      since,
      chosen,
      disabled: false,
      goneAt: now,
      load: 0,
      conversations: 0,
      ringing: 0,
      isSpeaking: false,
      missed: 0,
      lastAssignedAt: 0,
    });
  }
  for (const { here = false, payer = null, callsBack = false, ...conversation } of conversations) {
    const isResting = conversation.status === 'resting';
    (isResting ? desk.resting : desk.conversations).set(conversation.id, {
      ...conversation,
      heldSince: null,
      known: null,
      givenAwayBy: null,
      goneAt: here ? null : now,
      ring: null,
      payer,
      // A call of theirs is over, but who is to be called back waits for one.
      speaks: callsBack,
      callsBack,
      passedBy: new Map(),
      joined: new Set(conversation.joined.filter((user) => isPresent(desk, user))),
    });
    const owner = conversation.agent === null ? undefined : desk.agents.get(conversation.agent);
    if (owner === undefined || isResting) continue;
    owner.load += conversation.weight;
    owner.conversations += 1;
  }
  restUntil(desk);
}

/** An offline agent has left every conversation that they had joined. */
function isPresent(desk: Desk, user: UserId): boolean {
  return (desk.agents.get(user)?.state ?? 'offline') !== 'offline';
}

function leave(turn: Turn, user: UserId): void {
  const agent = turn.desk.agents.get(user);
  if (agent === undefined || agent.goneAt !== null) return;
  agent.goneAt = turn.now;
  turn.agents.add(user);
  silence(turn, user);
}
