// One step in progress: the desk, the instant, and what was touched so far. The only place where a
// conversation gets or loses its agent, so that an agent's load stays correct.
import type {
  AgentState,
  Aside,
  SystemNote,
} from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId, UserId } from '@opportune/protocol/ids.ts';
import type {
  Agent,
  AgentProfile,
  Choice,
  Desk,
  DeskEffect,
  DeskConversation,
  ConversationOutcome,
} from './desk.ts';
import { learnHandled } from './queue/handling.ts';
import { placesOf } from './reach.ts';
import { endRing, type Ringing } from './routing/ring.ts';

interface Touched {
  readonly conversation: DeskConversation;
  ended: boolean;
  readonly notes: SystemNote[];
  readonly asides: Aside[];
}

export type HandledEffect = Extract<DeskEffect, { type: 'conversation.handled' }>;
type ConversationEffect = Omit<Extract<DeskEffect, { type: 'conversation.changed' }>, 'type'>;

export interface Turn extends Ringing {
  readonly conversations: Map<ConversationId, Touched>;
  readonly agents: Set<UserId>;
  readonly remember: Set<UserId>;
  readonly handled: HandledEffect[];
}

export function beginTurn(desk: Desk, now: number): Turn {
  return {
    desk,
    now,
    conversations: new Map(),
    agents: new Set(),
    remember: new Set(),
    rings: [],
    handled: [],
  };
}

/** The outcomes of every conversation touched, in the order in which they were first touched. */
export function outcomes(turn: Turn): ConversationEffect[] {
  return [...turn.conversations.values()].map(({ conversation, ended, notes, asides }) => ({
    conversation: outcomeOf(conversation, ended),
    notes,
    asides,
  }));
}

function outcomeOf(conversation: DeskConversation, ended: boolean): ConversationOutcome {
  const { id, skill, weight, standing, status, agent, queuedAt, waitingSince, wrapUpSince } =
    conversation;
  const kept = { id, skill, weight, standing, agent, queuedAt, waitingSince, wrapUpSince };
  const callsBack = !ended && conversation.callsBack;
  return { ...kept, callsBack, joined: [...conversation.joined], status: ended ? 'ended' : status };
}

export function note(
  turn: Turn,
  conversation: DeskConversation,
  ...notes: readonly SystemNote[]
): void {
  touch(turn, conversation).notes.push(...notes);
}

export function aside(turn: Turn, conversation: DeskConversation, said: Aside): void {
  touch(turn, conversation).asides.push(said);
}

export function nameOf(turn: Turn, user: UserId | null): string {
  return user === null ? '' : (turn.desk.agents.get(user)?.profile.name ?? '');
}

/** The agent gets the conversation, replacing its previous owner. */
export function assign(turn: Turn, conversation: DeskConversation, agent: Agent): void {
  stopHanding(turn, conversation);
  handled(turn, conversation);
  leaveAgent(turn, conversation);
  conversation.status = 'active';
  conversation.agent = agent.profile.user;
  conversation.heldSince = turn.now;
  conversation.waitingSince = null;
  conversation.wrapUpSince = null;
  conversation.givenAwayBy = null;
  conversation.joined.delete(agent.profile.user);
  agent.load += conversation.weight;
  agent.conversations += 1;
  agent.lastAssignedAt = turn.now;
  turn.agents.add(agent.profile.user);
  touch(turn, conversation);
}

/** From now on it takes this many places, more than there are if necessary. */
export function weigh(turn: Turn, conversation: DeskConversation, weight: number): void {
  const { agents } = turn.desk;
  const { agent, status } = conversation;
  const owner = agent === null || status === 'resting' ? undefined : agents.get(agent);
  if (owner !== undefined) {
    owner.load += weight - conversation.weight;
    turn.agents.add(owner.profile.user);
  }
  const hears = conversation.ring === null ? undefined : agents.get(conversation.ring.user);
  if (hears !== undefined) hears.ringing += weight - conversation.weight;
  conversation.weight = weight;
  touch(turn, conversation);
}

/** Into the queue, at its previous place. The next owner sets its weight again. */
export function enqueue(turn: Turn, conversation: DeskConversation): void {
  stopHanding(turn, conversation);
  leaveAgent(turn, conversation);
  allLeave(turn, conversation);
  conversation.weight = placesOf(turn.desk, conversation.channel);
  conversation.status = 'waiting';
  conversation.waitingSince = turn.now;
  conversation.wrapUpSince = null;
  touch(turn, conversation);
}

/** Agents who wrote in it beside its owner leave. */
export function allLeave(turn: Turn, conversation: DeskConversation): void {
  for (const user of conversation.joined)
    note(turn, conversation, { type: 'left', agent: nameOf(turn, user) });
  conversation.joined.clear();
}

export function wrapUp(turn: Turn, conversation: DeskConversation): void {
  stopHanding(turn, conversation);
  conversation.joined.clear();
  conversation.status = 'wrap-up';
  conversation.wrapUpSince = turn.now;
  touch(turn, conversation);
}

/** It takes no place of its agent any more, but stays theirs. */
export function free(turn: Turn, conversation: DeskConversation): void {
  const { agent } = conversation;
  stopHanding(turn, conversation);
  handled(turn, conversation);
  leaveAgent(turn, conversation);
  conversation.agent = agent;
  conversation.waitingSince = null;
  touch(turn, conversation);
}

/** Ends it. The agent's name stays on the record. */
export function end(turn: Turn, conversation: DeskConversation): void {
  free(turn, conversation);
  conversation.joined.clear();
  turn.desk.conversations.delete(conversation.id);
  touch(turn, conversation).ended = true;
}

/** The agent as the desk knows them, added now if this is the first time. */
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
    conversations: 0,
    ringing: 0,
    isSpeaking: false,
    missed: 0,
    lastAssignedAt: 0,
  };
  turn.desk.agents.set(profile.user, agent);
  return agent;
}

/** Sets the state now, and for whenever they come back. */
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

/** As they chose last. An agent who never chose keeps the present state. */
export function comeBack(turn: Turn, agent: Agent): void {
  if (agent.chosen !== null && !isSame(agent, agent.chosen)) setState(turn, agent, agent.chosen);
}

/** Sets the present state, whatever they chose. */
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

/** In any case it is no longer being handed on. */
function stopHanding(turn: Turn, conversation: DeskConversation): void {
  endRing(turn, conversation, 'over');
  conversation.passedBy.clear();
}

/** Its agent is done with it. A return to the queue is no sample of handling time. */
function handled(
  { desk, now, handled: done }: Turn,
  { id, skill, heldSince }: DeskConversation,
): void {
  if (heldSince === null) return;
  const handledMs = now - heldSince;
  learnHandled(desk.handling, { skill, handledMs });
  done.push({ type: 'conversation.handled', id, skill, handledMs });
}

function leaveAgent(turn: Turn, conversation: DeskConversation): void {
  if (conversation.agent === null) return;
  conversation.heldSince = null;
  const agent = turn.desk.agents.get(conversation.agent);
  conversation.agent = null;
  if (agent === undefined) return;
  agent.load -= conversation.weight;
  agent.conversations -= 1;
  turn.agents.add(agent.profile.user);
}

export function touch(turn: Turn, conversation: DeskConversation): Touched {
  const known = turn.conversations.get(conversation.id);
  if (known?.conversation === conversation) return known;
  // It ended in this turn and was reopened: the present state counts.
  if (known !== undefined) {
    const again: Touched = { ...known, conversation, ended: false };
    turn.conversations.set(conversation.id, again);
    return again;
  }
  const touched: Touched = { conversation, ended: false, notes: [], asides: [] };
  turn.conversations.set(conversation.id, touched);
  return touched;
}
