// What the desk tells decisions: free places and present agents, for everybody (`*`) and by skill: of
// the agents whom a conversation of that skill that begins now may be given to. Free places are those
// of online agents, less the holds of live offers.
import type { Availability } from '@opportune/protocol/configuration.ts';
import type { SkillId } from '@opportune/protocol/ids.ts';
import type { Desk } from './desk.ts';
import { canTake, isOnline } from './routing.ts';
import { compete, reachOf } from './skills.ts';

type Counts = { readonly free: number; readonly online: number };

/** Free places for a skill. A skill that nobody and nothing names stands as everybody does. */
export function freePlaces(availability: Availability, skill: SkillId | null): number {
  return countsFor(availability, skill).free;
}

/** The value with the next version where it differs from the last one told, else null. */
export function nextAvailability(desk: Desk, now: number): Availability | null {
  const skills: Record<string, Counts> = { '*': countFor(desk, null) };
  for (const skill of namedSkills(desk)) skills[skill] = countFor(desk, skill);
  if (same(skills, desk.availability.skills)) return null;
  return { version: desk.availability.version + 1, at: now, skills };
}

function countsFor(availability: Availability, skill: SkillId | null): Counts {
  const named = skill === null ? undefined : availability.skills[skill];
  return named ?? availability.skills['*'] ?? { free: 0, online: 0 };
}

function countFor(desk: Desk, skill: SkillId | null): Counts {
  let places = 0;
  let online = 0;
  for (const agent of desk.agents.values()) {
    if (!isOnline(agent) || !canTake(desk, agent, skill)) continue;
    online += 1;
    places += Math.max(0, agent.profile.room - agent.load);
  }
  return { free: Math.max(0, places - held(desk, skill)), online };
}

/** Holds that may come to need one of the same agents. */
function held({ plan, holds }: Desk, skill: SkillId | null): number {
  const wanted = reachOf(plan, skill, 0);
  let count = 0;
  for (const hold of holds.values())
    if (compete(plan, wanted, reachOf(plan, hold.skill, 0))) count += 1;
  return count;
}

function namedSkills(desk: Desk): readonly SkillId[] {
  const named = new Set<SkillId>(desk.plan.together.keys());
  for (const { skill } of desk.talks.values()) if (skill !== null) named.add(skill);
  for (const { skill } of desk.holds.values()) if (skill !== null) named.add(skill);
  return [...named].sort();
}

function same(a: Readonly<Record<string, Counts>>, b: Readonly<Record<string, Counts>>): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every(
    (name) => a[name]?.free === b[name]?.free && a[name]?.online === b[name]?.online,
  );
}
