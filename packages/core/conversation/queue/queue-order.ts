// The order of the queue: longest wait first, including a head start. A head start is a sum of
// steps, each worth some seconds of waiting: steps of priority, of the customer's tier, of the
// visit's worth, and one if the service level is about to be missed. The sum is bounded, so a
// conversation that waits long enough comes first.
import { routingLimits } from '@opportune/protocol/rest/team/routing.ts';
import { skillLimits } from '@opportune/protocol/rest/team/skills.ts';
import type { Desk, DeskConversation } from '../desk.ts';
import { priorityOf, type SkillPlan } from '../routing/skill-plan.ts';

/** From this fraction of the target on, the service level is about to be missed. */
const alarmShare = 0.75;

/** Waiting conversations in the order in which they are served. */
export function queueOf(desk: Desk): DeskConversation[] {
  const waiting = [...desk.conversations.values()].filter(({ status }) => status === 'waiting');
  const turns = new Map(waiting.map((conversation) => [conversation, turnOf(desk, conversation)]));
  return waiting.sort(
    (a, b) =>
      (turns.get(a) ?? 0) - (turns.get(b) ?? 0) ||
      a.queuedAt - b.queuedAt ||
      (a.id < b.id ? -1 : 1),
  );
}

/** The head start of a conversation: the tier's steps and the counted part of the worth. */
export function standingOf(
  { tiers, fullValue }: SkillPlan['settings'],
  tier: string | null,
  value: number,
): number {
  const steps = stepsOf(tiers.steps, tier);
  const worth = fullValue === null ? 0 : Math.min(1, Math.max(0, value / fullValue));
  return Math.min(routingLimits.standing, steps + worth);
}

/** A tier may have the name of an object's own property, such as `constructor`. */
function stepsOf(steps: Readonly<Record<string, number>>, tier: string | null): number {
  const value = tier?.trim().toLowerCase() ?? '';
  return Object.hasOwn(steps, value) ? (steps[value] ?? 0) : 0;
}

/**
 * What the order needs of one skill: seconds that a step is worth, its priority, its service level.
 */
export interface TurnRules {
  readonly stepS: number;
  readonly priority: number;
  /** Seconds within which it should be answered. Null: not set. */
  readonly withinS: number | null;
}

/** When one comes to be about to miss its service level. Infinity: never, or that is past. */
export function alarmAt({ at, plan }: Desk, { status, skill, queuedAt }: DeskConversation): number {
  if (status !== 'waiting') return Infinity;
  const alarm = missesAt(rulesOf(plan, skill), queuedAt);
  return alarm > at ? alarm : Infinity;
}

/** From when on (ms) a waiting one is about to miss its service level. Infinity: never. */
export function missesAt({ withinS }: TurnRules, queuedAt: number): number {
  return withinS === null ? Infinity : queuedAt + withinS * alarmShare * 1_000;
}

/**
 * The instant (ms) at which it would have come without its head start. The smallest is served
 * first.
 */
export function turnAt(
  rules: TurnRules,
  { queuedAt, standing }: Pick<DeskConversation, 'queuedAt' | 'standing'>,
  at: number,
): number {
  const late = at >= missesAt(rules, queuedAt) ? 1 : 0;
  const steps = rules.priority - skillLimits.usualPriority + standing + late;
  return queuedAt - steps * rules.stepS * 1_000;
}

function turnOf({ at, plan }: Desk, conversation: DeskConversation): number {
  return turnAt(rulesOf(plan, conversation.skill), conversation, at);
}

function rulesOf(plan: SkillPlan, skill: DeskConversation['skill']): TurnRules {
  const level = skill === null ? undefined : plan.rules.get(skill)?.serviceLevel;
  const { stepS } = plan.settings;
  return { stepS, priority: priorityOf(plan, skill), withinS: level?.withinS ?? null };
}
