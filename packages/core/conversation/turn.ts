// One step in the making: the desk, the instant, and what was touched so far. The only place where
// a conversation gets or loses its agent, so that an agent's load cannot drift from the truth.
import type {
  AgentState,
  Aside,
  SystemNote,
} from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId, UserId } from '@opportune/protocol/ids.ts';
import type { Agent, AgentProfile, Choice, Desk, DeskEffect, Talk, TalkOutcome } from './desk.ts';
import { learnHandled } from './queue/handling.ts';
import { endRing, type Ringing } from './routing/ring.ts';

interface Touched {
  readonly talk: Talk;
  ended: boolean;
  readonly notes: SystemNote[];
  readonly asides: Aside[];
}

export type HandledEffect = Extract<DeskEffect, { type: 'talk.handled' }>;
type TalkEffect = Omit<Extract<DeskEffect, { type: 'talk.changed' }>, 'type'>;

export interface Turn extends Ringing {
  readonly talks: Map<ConversationId, Touched>;
  readonly agents: Set<UserId>;
  readonly remember: Set<UserId>;
  readonly handled: HandledEffect[];
}

export function beginTurn(desk: Desk, now: number): Turn {
  return {
    desk,
    now,
    talks: new Map(),
    agents: new Set(),
    remember: new Set(),
    rings: [],
    handled: [],
  };
}

/** The outcomes of every conversation touched, in the order in which they were first touched. */
export function outcomes(turn: Turn): TalkEffect[] {
  return [...turn.talks.values()].map(({ talk, ended, notes, asides }) => ({
    talk: outcomeOf(talk, ended),
    notes,
    asides,
  }));
}

function outcomeOf(talk: Talk, ended: boolean): TalkOutcome {
  const { id, skill, weight, standing, status, agent, queuedAt, waitingSince, wrapUpSince } = talk;
  const kept = { id, skill, weight, standing, agent, queuedAt, waitingSince, wrapUpSince };
  return { ...kept, joined: [...talk.joined], status: ended ? 'ended' : status };
}

export function note(turn: Turn, talk: Talk, ...notes: readonly SystemNote[]): void {
  touch(turn, talk).notes.push(...notes);
}

export function aside(turn: Turn, talk: Talk, said: Aside): void {
  touch(turn, talk).asides.push(said);
}

export function nameOf(turn: Turn, user: UserId | null): string {
  return user === null ? '' : (turn.desk.agents.get(user)?.profile.name ?? '');
}

/** The agent gets the conversation; they take the place of whoever had it. */
export function assign(turn: Turn, talk: Talk, agent: Agent): void {
  stopHanding(turn, talk);
  handled(turn, talk);
  leaveAgent(turn, talk);
  talk.status = 'active';
  talk.agent = agent.profile.user;
  talk.heldSince = turn.now;
  talk.waitingSince = null;
  talk.wrapUpSince = null;
  talk.givenAwayBy = null;
  talk.joined.delete(agent.profile.user);
  agent.load += talk.weight;
  agent.talks += 1;
  agent.lastAssignedAt = turn.now;
  turn.agents.add(agent.profile.user);
  touch(turn, talk);
}

/** From now on it takes so many places, more than there are if need be. */
export function weigh(turn: Turn, talk: Talk, weight: number): void {
  const { agents } = turn.desk;
  const owner = talk.agent === null ? undefined : agents.get(talk.agent);
  if (owner !== undefined) {
    owner.load += weight - talk.weight;
    turn.agents.add(owner.profile.user);
  }
  const hears = talk.ring === null ? undefined : agents.get(talk.ring.user);
  if (hears !== undefined) hears.ringing += weight - talk.weight;
  talk.weight = weight;
  touch(turn, talk);
}

/** Into the queue, at the place that it had before. How heavy it is, the next owner says anew. */
export function enqueue(turn: Turn, talk: Talk): void {
  stopHanding(turn, talk);
  leaveAgent(turn, talk);
  for (const user of talk.joined) note(turn, talk, { type: 'left', agent: nameOf(turn, user) });
  talk.joined.clear();
  talk.weight = 1;
  talk.status = 'waiting';
  talk.waitingSince = turn.now;
  talk.wrapUpSince = null;
  touch(turn, talk);
}

export function wrapUp(turn: Turn, talk: Talk): void {
  stopHanding(turn, talk);
  talk.joined.clear();
  talk.status = 'wrap-up';
  talk.wrapUpSince = turn.now;
  touch(turn, talk);
}

/** Over. The agent's name stays on the record. */
export function end(turn: Turn, talk: Talk): void {
  const { agent } = talk;
  stopHanding(turn, talk);
  handled(turn, talk);
  leaveAgent(turn, talk);
  talk.joined.clear();
  talk.agent = agent;
  talk.waitingSince = null;
  turn.desk.talks.delete(talk.id);
  touch(turn, talk).ended = true;
}

/** The agent as the desk knows them, entered now where this is the first time. */
export function agentFor(turn: Turn, profile: AgentProfile): Agent {
  const known = turn.desk.agents.get(profile.user);
  if (known !== undefined) {
    known.profile = profile;
    return known;
  }
  const agent: Agent = {
    profile,
    state: 'offline',
    reason: null,
    since: turn.now,
    chosen: null,
    disabled: false,
    goneAt: turn.now,
    load: 0,
    talks: 0,
    ringing: 0,
    missed: 0,
    lastAssignedAt: 0,
  };
  turn.desk.agents.set(profile.user, agent);
  return agent;
}

/** They are so from now on, and again whenever they come back. */
export function choose(
  turn: Turn,
  agent: Agent,
  state: AgentState,
  reason: string | null = null,
): void {
  const chosen = { state, reason };
  if (!isSame(agent.chosen, chosen)) {
    agent.chosen = chosen;
    turn.remember.add(agent.profile.user);
  }
  setState(turn, agent, chosen);
}

/** As they chose last; whoever never chose stays as they are. */
export function comeBack(turn: Turn, agent: Agent): void {
  if (agent.chosen !== null && !isSame(agent, agent.chosen)) setState(turn, agent, agent.chosen);
}

/** They are so, whatever they chose. */
export function setState(turn: Turn, agent: Agent, now: Choice): void {
  turn.agents.add(agent.profile.user);
  agent.missed = 0;
  if (isSame(agent, now)) return;
  agent.state = now.state;
  agent.reason = now.reason;
  agent.since = turn.now;
  turn.remember.add(agent.profile.user);
}

function isSame(one: Choice | null, other: Choice): boolean {
  return one !== null && one.state === other.state && one.reason === other.reason;
}

/** Whatever becomes of it, it is not being handed on any more. */
function stopHanding(turn: Turn, talk: Talk): void {
  endRing(turn, talk, 'over');
  talk.passedBy.clear();
}

/** Its agent is done with it. What goes back to the queue says nothing of how long one takes. */
function handled({ desk, now, handled: done }: Turn, { id, skill, heldSince }: Talk): void {
  if (heldSince === null) return;
  const handledMs = now - heldSince;
  learnHandled(desk.handling, { skill, handledMs });
  done.push({ type: 'talk.handled', id, skill, handledMs });
}

function leaveAgent(turn: Turn, talk: Talk): void {
  if (talk.agent === null) return;
  talk.heldSince = null;
  const agent = turn.desk.agents.get(talk.agent);
  talk.agent = null;
  if (agent === undefined) return;
  agent.load -= talk.weight;
  agent.talks -= 1;
  turn.agents.add(agent.profile.user);
}

function touch(turn: Turn, talk: Talk): Touched {
  const known = turn.talks.get(talk.id);
  if (known?.talk === talk) return known;
  // It ended in this turn and was opened again: what it is now counts.
  if (known !== undefined) {
    const again: Touched = { ...known, talk, ended: false };
    turn.talks.set(talk.id, again);
    return again;
  }
  const touched: Touched = { talk, ended: false, notes: [], asides: [] };
  turn.talks.set(talk.id, touched);
  return touched;
}
