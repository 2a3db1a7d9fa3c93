// Who gets the next conversation. Among online agents with room who may be given it: the one whom
// the visitor knows, else the fittest, then the least loaded, then the one idle longest.
// queue-order.ts defines the order of conversations. Holds of live offers do not keep a waiting
// contact waiting.
import type { SystemNote } from '@opportune/protocol/conversation/conversation.ts';
import type { SkillId, UserId } from '@opportune/protocol/ids.ts';
import { routingLimits } from '@opportune/protocol/rest/team/routing.ts';
import type { Agent, Desk, DeskConversation } from '../desk.ts';
import { isOpen } from './hours.ts';
import { queueOf } from '../queue/queue-order.ts';
import { beginRing } from './ring.ts';
import { allowsSameAgent, fitness, modeOf, type Reach, reachKey, reachOf } from './skill-plan.ts';
import { assign, nameOf, note, type Turn } from '../turn.ts';

/** Present and willing: online by choice, with at least one socket. */
export function isOnline(agent: Agent): boolean {
  return agent.state === 'online' && agent.goneAt === null;
}

/** All of their places. Nothing else rings at who speaks. */
export function roomOf({ profile, isSpeaking }: Agent): number {
  return isSpeaking ? 0 : profile.room;
}

/** Whether they have the places that a conversation takes. An idle agent may be given any. */
export function hasRoom(agent: Agent, weight = 1): boolean {
  const taken = agent.load + agent.ringing;
  const room = roomOf(agent);
  return isOnline(agent) && taken < room && (taken === 0 || taken + weight <= room);
}

/** Whether an agent may be given a conversation that begins now. */
export function canTake({ plan }: Desk, agent: Agent, skill: SkillId | null): boolean {
  return fitness(plan, agent.profile.user, reachOf(plan, skill, 0)) !== null;
}

/** The agents whom a waiting conversation may be given to now. */
export function reachNow(
  { plan, at }: Desk,
  { skill, waitingSince, queuedAt }: DeskConversation,
): Reach {
  return reachOf(plan, skill, at - (waitingSince ?? queuedAt));
}

/** Serves the queue while there is room: assigns, or rings, by the mode. A call always rings. */
export function route(turn: Turn): void {
  const { desk } = turn;
  const free = new Set([...desk.agents.values()].filter((agent) => hasRoom(agent)));
  if (free.size === 0) return;
  // Room only shrinks from here on: a reach without an agent is not searched again.
  const vain = new Set<string>();
  for (const conversation of queueOf(desk)) {
    const mode = modeOf(desk.plan, conversation.skill);
    if (conversation.ring !== null || mode === 'pick') continue;
    const reach = reachNow(desk, conversation);
    const key = `${conversation.weight} ${conversation.speaks} ${reachKey(reach)}`;
    if (vain.has(key)) continue;
    const agent = next(desk, conversation, reach, free);
    if (
      agent === undefined &&
      conversation.givenAwayBy === null &&
      conversation.passedBy.size === 0
    )
      vain.add(key);
    if (agent === undefined) continue;
    if (mode === 'ring' || conversation.speaks)
      beginRing(turn, conversation, agent, { by: null, skill: null });
    else give(turn, conversation, agent);
    if (!hasRoom(agent)) free.delete(agent);
    if (free.size === 0) return;
  }
}

/** The agent who answered the visitor last, if they may be given it, else the fittest. */
function next(
  desk: Desk,
  conversation: DeskConversation,
  reach: Reach,
  free: Set<Agent>,
): Agent | undefined {
  const { known, weight, speaks } = conversation;
  // A program does not speak.
  const willing = (agent: Agent): boolean =>
    hasRoom(agent, weight) &&
    (!speaks || agent.profile.kind === 'person') &&
    !hasPassed(desk, conversation, agent.profile.user);
  const same = known === null ? undefined : desk.agents.get(known);
  if (same !== undefined && free.has(same) && allowsSameAgent(desk.plan, conversation.skill))
    if (willing(same) && fitness(desk.plan, same.profile.user, reach) !== null) return same;
  return best(desk, reach, free, willing);
}

function give(turn: Turn, conversation: DeskConversation, agent: Agent): void {
  assign(turn, conversation, agent);
  note(turn, conversation, assignedNote(turn, agent));
}

export function assignedNote(turn: Turn, agent: Agent): SystemNote {
  return { type: 'assigned', agent: nameOf(turn, agent.profile.user) };
}

/**
 * When an agent who did not take a waiting conversation may be asked again. Infinity: never, or
 * already.
 */
export function asksAgainAt({ at, plan }: Desk, conversation: DeskConversation): number {
  if (
    conversation.status !== 'waiting' ||
    conversation.ring !== null ||
    modeOf(plan, conversation.skill) === 'pick'
  )
    return Infinity;
  const times = [...conversation.passedBy.values()].map(
    (passed) => passed + routingLimits.askAgainMs,
  );
  return Math.min(Infinity, ...times.filter((time) => time > at));
}

/** They gave it away by hand, or did not take it recently. */
function hasPassed(
  { at }: Desk,
  { givenAwayBy, passedBy }: DeskConversation,
  user: UserId,
): boolean {
  const passed = passedBy.get(user);
  return givenAwayBy === user || (passed !== undefined && at < passed + routingLimits.askAgainMs);
}

/**
 * Whether it is open, and an agent who may be given it, now or after its wait, is there: online, or
 * gone for no longer than the grace period.
 */
export function isStaffed(desk: Desk, skill: SkillId | null = null): boolean {
  if (!isOpen(desk, skill)) return false;
  const reach = reachOf(desk.plan, skill, Infinity);
  return [...desk.agents.values()].some(
    ({ state, profile }) => state === 'online' && fitness(desk.plan, profile.user, reach) !== null,
  );
}

/** Whether a person is there for a new conversation. A program speaks with nobody. */
export function isPersonThere(desk: Desk): boolean {
  return (
    isOpen(desk, null) &&
    [...desk.agents.values()].some(
      (agent) => agent.profile.kind === 'person' && isOnline(agent) && canTake(desk, agent, null),
    )
  );
}

/** The fittest of some agents, then the least loaded, then the one idle longest. */
export function best(
  { plan }: Desk,
  reach: Reach,
  agents: Iterable<Agent>,
  willing: (agent: Agent) => boolean = () => true,
): Agent | undefined {
  let found: { readonly agent: Agent; readonly fit: number } | undefined;
  for (const agent of agents) {
    const { user } = agent.profile;
    const fit = willing(agent) ? fitness(plan, user, reach) : null;
    if (fit === null) continue;
    const better =
      found === undefined || fit > found.fit || (fit === found.fit && before(agent, found.agent));
    if (better) found = { agent, fit };
  }
  return found?.agent;
}

function before(a: Agent, b: Agent): boolean {
  const [loadA, loadB] = [a.load + a.ringing, b.load + b.ringing];
  if (loadA !== loadB) return loadA < loadB;
  if (a.lastAssignedAt !== b.lastAssignedAt) return a.lastAssignedAt < b.lastAssignedAt;
  return a.profile.user < b.profile.user;
}
