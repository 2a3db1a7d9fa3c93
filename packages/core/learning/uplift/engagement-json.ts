// The policy of an optimising campaign to JSON and back, bit by bit: its options, what it learnt,
// the price of each skill. JSON of another version, out of bounds or damaged is rejected whole; the
// policy then begins anew.
import type { Json, JsonObject } from '@opportune/protocol/behaviour/event.ts';
import { areOptions } from './engagement-options.ts';
import type { EngagementPolicyOptions } from './engagement-options.ts';
import { MOST_SKILLS, newEngagementPolicy } from './engagement-state.ts';
import type { EngagementPolicy } from './engagement-state.ts';
import { arrayCell, matrixCell, numbersCell, readCells, writeCells } from './number-cells.ts';
import type { Cell } from './number-cells.ts';
import { newSkillTime } from './estimate/skill-time.ts';
import type { SkillTime } from './estimate/skill-time.ts';

export const ENGAGEMENT_POLICY_VERSION = 2;
/** A version without the squared terms of the confirmed share. */
const WITHOUT_TERMS = 1;
const LONGEST_NAME = 200;

export function policyJson(policy: EngagementPolicy): JsonObject {
  return {
    version: ENGAGEMENT_POLICY_VERSION,
    options: { ...policy.options, delaysS: [...policy.options.delaysS] },
    skills: [...policy.skills.keys()],
    numbers: readCells(cellsOf(policy)),
  };
}

/**
 * The stored policy. Given options replace its own; they may change anything except the number of
 * features, the kinds of moments and whether it takes agents' time. Null if the JSON is not of this
 * version.
 */
export function policyFromJson(
  json: Json,
  options?: EngagementPolicyOptions,
): EngagementPolicy | null {
  if (!isObject(json)) return null;
  const { version, skills, numbers } = json;
  if (version !== ENGAGEMENT_POLICY_VERSION && version !== WITHOUT_TERMS) return null;
  const kept = optionsOf(json.options);
  if (kept === null || !isNames(skills) || typeof numbers !== 'string') return null;
  const used = options ?? kept;
  if (!areOptions(used) || !areOfOneForm(used, kept)) return null;
  const policy = newEngagementPolicy(used);
  for (const skill of skills) policy.skills.set(skill, newSkillTime());
  if (version === ENGAGEMENT_POLICY_VERSION)
    return writeCells(cellsOf(policy), numbers) ? policy : null;
  if (!writeCells(cellsWithoutTerms(policy), numbers)) return null;
  // Their value if rates are as expected.
  policy.confirmation.alongTerms = policy.confirmation.square;
  return policy;
}

function areOfOneForm(one: EngagementPolicyOptions, other: EngagementPolicyOptions): boolean {
  if (one.features !== other.features || one.needsAgent !== other.needsAgent) return false;
  return (one.momentKinds ?? 0) === (other.momentKinds ?? 0);
}

function optionsOf(json: Json | undefined): EngagementPolicyOptions | null {
  if (!isObject(json)) return null;
  const { salt, delaysS, needsAgent, features, exploration, cost, annoyance, earliestS } = json;
  const { leastPerHour, momentKinds, damping, interaction } = json;
  if (typeof salt !== 'string' || typeof needsAgent !== 'boolean') return null;
  if (!isNumber(features) || !isNumber(exploration) || !isNumber(cost)) return null;
  if (!isNumber(annoyance) || !isNumber(earliestS) || !Array.isArray(delaysS)) return null;
  if (!delaysS.every(isNumber) || !isMaybeNumber(leastPerHour)) return null;
  if (!isMaybeNumber(momentKinds) || !isMaybeNumber(damping)) return null;
  if (!isMaybeNumber(interaction)) return null;
  const options = {
    ...{ salt, delaysS, needsAgent, features, exploration, cost, annoyance, earliestS },
    ...(leastPerHour === undefined ? {} : { leastPerHour }),
    ...(momentKinds === undefined ? {} : { momentKinds }),
    ...(damping === undefined ? {} : { damping }),
    ...(interaction === undefined ? {} : { interaction }),
  };
  return areOptions(options) ? options : null;
}

function isObject(json: Json | undefined): json is JsonObject {
  return json !== undefined && json !== null && typeof json === 'object' && !Array.isArray(json);
}

function isNumber(json: Json | undefined): json is number {
  return typeof json === 'number' && Number.isFinite(json);
}

function isMaybeNumber(json: Json | undefined): json is number | undefined {
  return json === undefined || isNumber(json);
}

function isNames(json: Json | undefined): json is string[] {
  if (!Array.isArray(json) || json.length > MOST_SKILLS) return false;
  if (new Set(json).size !== json.length) return false;
  return json.every((each) => typeof each === 'string' && each.length <= LONGEST_NAME);
}

function cellsOf(policy: EngagementPolicy): readonly Cell[] {
  const { confirmation } = policy;
  const terms = numbersCell(
    () => [confirmation.alongTerms],
    ([alongTerms = 0]) => {
      confirmation.alongTerms = alongTerms;
    },
  );
  return [...cellsWithoutTerms(policy), terms];
}

function cellsWithoutTerms({
  gain,
  confirmation,
  effects,
  minutes,
  skills,
  waiting,
  goal,
}: EngagementPolicy): readonly Cell[] {
  return [
    ...[gain.goal, gain.accept].flatMap((model) => [
      arrayCell(model.mean),
      matrixCell(model.covariance, model.size),
      numbersCell(
        () => [model.seen],
        ([seen = 0]) => {
          model.seen = seen;
        },
      ),
    ]),
    numbersCell(
      () => [confirmation.outcomes, confirmation.along, confirmation.square],
      ([outcomes = 0, along = 0, square = 0]) => {
        Object.assign(confirmation, { outcomes, along, square });
      },
    ),
    numbersCell(
      () => [confirmation.moved, confirmation.moves, confirmation.terms],
      ([moved = 0, moves = 0, terms = 0]) => {
        Object.assign(confirmation, { moved, moves, terms });
      },
    ),
    arrayCell(effects.mean),
    matrixCell(effects.covariance, effects.size),
    arrayCell(minutes.mean),
    matrixCell(minutes.covariance, minutes.size),
    arrayCell(waiting.later),
    arrayCell(waiting.seen),
    numbersCell(
      () => [goal.mean, goal.leastCharge, goal.seen],
      ([mean = 0, leastCharge = 0, seen = 0]) => {
        Object.assign(goal, { mean, leastCharge, seen });
      },
    ),
    ...[...skills.values()].map(skillCell),
  ];
}

function skillCell(skill: SkillTime): Cell {
  return numbersCell(
    () => [
      ...[skill.agents, skill.perHour ?? -1, skill.earned, skill.staffedHours, skill.hours],
      ...[skill.lastMs, skill.openedMs, skill.minutes, skill.conversations],
      ...[skill.crowded, skill.bar],
    ],
    (values) => {
      const [agents = 0, perHour = 0, earned = 0, staffedHours = 0, hours = 0] = values;
      const [lastMs = 0, openedMs = 0, minutes = 0, conversations = 0] = values.subarray(5);
      const [crowded = 0, bar = 0] = values.subarray(9);
      Object.assign(skill, { agents, earned, staffedHours, hours, lastMs, openedMs });
      Object.assign(skill, { minutes, conversations, crowded, bar });
      skill.perHour = skill.hours === 0 ? null : perHour;
    },
  );
}
