// Who gets the next conversation: the least loaded online agent with room, then the one idle
// longest. Whoever waits longest is served first; holds of live offers do not keep a person waiting.
import type { SystemNote } from '@opportune/protocol/conversation.ts';
import type { SkillId } from '@opportune/protocol/ids.ts';
import type { Agent, Desk, Talk } from './desk.ts';
import { assign, nameOf, note, type Turn } from './turn.ts';

/** Present and willing: online by choice, with at least one socket. */
export function isOnline(agent: Agent): boolean {
  return agent.state === 'online' && agent.goneAt === null;
}

export function hasRoom(agent: Agent): boolean {
  return isOnline(agent) && agent.load < agent.profile.room;
}

/** An agent without skills takes everything; a conversation without one may go to anybody. */
export function canTake(agent: Agent, skill: SkillId | null): boolean {
  const { skills } = agent.profile;
  return skill === null || skills.length === 0 || skills.includes(skill);
}

/** Those who wait, in the order in which they are served. */
export function queueOf(desk: Desk): Talk[] {
  return [...desk.talks.values()].filter(({ status }) => status === 'waiting').sort(earlier);
}

/** Serves the queue as far as there is room. */
export function route(turn: Turn): void {
  const free = [...turn.desk.agents.values()].filter(hasRoom);
  if (free.length === 0) return;
  for (const talk of queueOf(turn.desk)) {
    const agent = best(free.filter((each) => hasRoom(each) && fits(each, talk)));
    if (agent === undefined) continue;
    assign(turn, talk, agent);
    note(turn, talk, assignedNote(turn, agent));
  }
}

export function assignedNote(turn: Turn, agent: Agent): SystemNote {
  return { type: 'assigned', agent: nameOf(turn, agent.profile.user) };
}

/** Whether routing may give the conversation to the agent. */
export function fits(agent: Agent, talk: Talk): boolean {
  return canTake(agent, talk.skill) && talk.givenAwayBy !== agent.profile.user;
}

function best(agents: readonly Agent[]): Agent | undefined {
  return agents.reduce<Agent | undefined>(
    (found, each) => (found === undefined || before(each, found) ? each : found),
    undefined,
  );
}

function before(a: Agent, b: Agent): boolean {
  if (a.load !== b.load) return a.load < b.load;
  if (a.lastAssignedAt !== b.lastAssignedAt) return a.lastAssignedAt < b.lastAssignedAt;
  return a.profile.user < b.profile.user;
}

function earlier(a: Talk, b: Talk): number {
  if (a.queuedAt !== b.queuedAt) return a.queuedAt - b.queuedAt;
  return a.id < b.id ? -1 : 1;
}

/** Whether somebody is there for visitors: online, or gone for no longer than the grace period. */
export function isStaffed(desk: Desk): boolean {
  return [...desk.agents.values()].some(({ state }) => state === 'online');
}
