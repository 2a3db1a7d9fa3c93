// Who is served first: whoever has waited longest, a head start counted in. Steps of priority, of the
// customer's tier, of what the visit is worth, and one for being about to miss the service level, each
// worth so many seconds of waiting; their sum is bounded, so that whoever waits long enough is first.
import { routingLimits } from '@opportune/protocol/rest/routing.ts';
import { skillLimits } from '@opportune/protocol/rest/skills.ts';
import type { Desk, Talk } from './desk.ts';
import { priorityOf, type SkillPlan } from './skills.ts';

/** From this share of the target on it is about to be missed. */
const alarmShare = 0.75;

/** Those who wait, in the order in which they are served. */
export function queueOf(desk: Desk): Talk[] {
  const waiting = [...desk.talks.values()].filter(({ status }) => status === 'waiting');
  const turns = new Map(waiting.map((talk) => [talk, turnOf(desk, talk)]));
  return waiting.sort(
    (a, b) =>
      (turns.get(a) ?? 0) - (turns.get(b) ?? 0) ||
      a.queuedAt - b.queuedAt ||
      (a.id < b.id ? -1 : 1),
  );
}

/** How far ahead a conversation begins: the tier's steps and the share of the worth that counts. */
export function standingOf(
  { tiers, fullValue }: SkillPlan['settings'],
  tier: string | null,
  value: number,
): number {
  const steps = tier === null ? 0 : (tiers.steps[tier.trim().toLowerCase()] ?? 0);
  const worth = fullValue === null ? 0 : Math.min(1, Math.max(0, value / fullValue));
  return Math.min(routingLimits.standing, steps + worth);
}

/** When one comes to be about to miss its service level; Infinity: never, or that is past. */
export function alarmAt({ at, plan }: Desk, { status, skill, queuedAt }: Talk): number {
  if (status !== 'waiting') return Infinity;
  const alarm = queuedAt + alarmMsOf(plan, skill);
  return alarm > at ? alarm : Infinity;
}

/** The instant at which it would have come, had it no head start; the smallest is served first. */
function turnOf({ at, plan }: Desk, { skill, queuedAt, standing }: Talk): number {
  const late = at >= queuedAt + alarmMsOf(plan, skill) ? 1 : 0;
  const steps = priorityOf(plan, skill) - skillLimits.usualPriority + standing + late;
  return queuedAt - steps * plan.settings.stepS * 1_000;
}

function alarmMsOf({ rules }: SkillPlan, skill: Talk['skill']): number {
  const target = skill === null ? undefined : rules.get(skill)?.serviceLevel;
  return target == null ? Infinity : target.withinS * alarmShare * 1_000;
}
