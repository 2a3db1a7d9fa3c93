// What the desk reports to decisions: free places, present agents and the expected wait, in total
// (`*`) and by skill. A skill counts the agents whom a new conversation of that skill may be given
// to. Free places are those of online agents, minus ringing conversations and the holds of live
// offers. Where agents pick by hand, also minus the waiting conversations, because they come before
// a new one.
import type { Availability } from '@opportune/protocol/campaign/configuration.ts';
import type { SkillId } from '@opportune/protocol/ids.ts';
import type { Agent, Desk } from './desk.ts';
import { isOpen } from './routing/hours.ts';
import { isOnline } from './routing/routing.ts';
import { compete, fitness, modeOf, type Reach, reachOf } from './routing/skill-plan.ts';
import { freeOf, toldWait, waitNow, type Waits, waitsBehindAll } from './queue/wait.ts';

type Counts = Availability['skills'][string];

/** Free places for a skill. A skill that availability does not name counts as all agents. */
export function freePlaces(availability: Availability, skill: SkillId | null): number {
  return countsFor(availability, skill).free;
}

/** The value with the next version if it differs from the last one reported, else null. */
export function nextAvailability(desk: Desk, now: number): Availability | null {
  const holds = heldBySkill(desk);
  // Computed only on demand: not needed if an agent is free and conversations are assigned.
  let known: Waits | undefined;
  const waits = (): Waits => (known ??= waitsBehindAll(desk));
  const told = (skill: SkillId | null): Counts => {
    const counts = countFor(desk, waits, skill, holds);
    const before = desk.availability.skills[skill ?? '*']?.waitS ?? null;
    return { ...counts, waitS: toldWait(before, waitNow(desk, waits, skill, counts.free)) };
  };
  const skills: Record<string, Counts> = { '*': told(null) };
  for (const skill of namedSkills(desk)) skills[skill] = told(skill);
  if (same(skills, desk.availability.skills)) return null;
  return { version: desk.availability.version + 1, at: now, skills };
}

function countsFor(availability: Availability, skill: SkillId | null): Counts {
  const named = skill === null ? undefined : availability.skills[skill];
  return named ?? availability.skills['*'] ?? { free: 0, online: 0 };
}

function countFor(desk: Desk, waits: () => Waits, skill: SkillId | null, holds: Holds): Counts {
  if (!isOpen(desk, skill)) return { free: 0, online: 0 };
  const reach = reachOf(desk.plan, skill, 0);
  const agents = onlineOf(desk, reach);
  const isPicked = modeOf(desk.plan, skill) === 'pick';
  const places = isPicked ? waits().placesLeft(reach) : placesOf(agents);
  const free = Math.max(0, places - held(desk, reach, holds));
  const people = agents.filter(({ profile }) => profile.kind === 'person').length;
  const online = agents.length;
  return { free, online, ...(people < online && { people }) };
}

/** Places of all agents that no offer holds, regardless of the queue and opening hours. */
export function unheldPlaces(desk: Desk): number {
  return placesOf(onlineOf(desk, reachOf(desk.plan, null, 0))) - desk.holds.size;
}

/** Whether a person is free for a new conversation, who can speak. */
export function isPersonFree(desk: Desk): boolean {
  const people = onlineOf(desk, reachOf(desk.plan, null, 0)).filter(
    ({ profile }) => profile.kind === 'person',
  );
  return freePlaces(desk.availability, null) > 0 && placesOf(people) > 0;
}

function onlineOf({ agents, plan }: Desk, reach: Reach): readonly Agent[] {
  return [...agents.values()].filter(
    (agent) => isOnline(agent) && fitness(plan, agent.profile.user, reach) !== null,
  );
}

function placesOf(agents: readonly Agent[]): number {
  return agents.reduce((sum, agent) => sum + freeOf(agent), 0);
}

/** Holds that may come to need one of the same agents. */
function held({ plan }: Desk, wanted: Reach, holds: Holds): number {
  let count = 0;
  for (const { reach, many } of holds) if (compete(plan, wanted, reach)) count += many;
  return count;
}

type Holds = readonly { readonly reach: Reach; readonly many: number }[];

/** Counted once for all skills: there are many holds of few skills. */
function heldBySkill({ plan, holds }: Desk): Holds {
  const many = new Map<SkillId | null, number>();
  for (const { skill } of holds.values()) many.set(skill, (many.get(skill) ?? 0) + 1);
  return [...many].map(([skill, count]) => ({ reach: reachOf(plan, skill, 0), many: count }));
}

function namedSkills(desk: Desk): readonly SkillId[] {
  const named = new Set<SkillId>(desk.plan.together.keys());
  for (const skill of desk.openings.keys()) if (skill !== null) named.add(skill);
  for (const { skill } of desk.conversations.values()) if (skill !== null) named.add(skill);
  for (const { skill } of desk.holds.values()) if (skill !== null) named.add(skill);
  return [...named].sort();
}

function same(a: Readonly<Record<string, Counts>>, b: Readonly<Record<string, Counts>>): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every(
    (name) =>
      a[name]?.free === b[name]?.free &&
      a[name]?.online === b[name]?.online &&
      a[name]?.people === b[name]?.people &&
      (a[name]?.waitS ?? null) === (b[name]?.waitS ?? null),
  );
}
