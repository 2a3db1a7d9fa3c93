// What if that rule had been used instead? From logged first decisions whose probability is known:
// rules that ask now or never from the draw of the arms, a delay from the draws of the arm that
// optimises; for the rate of the goal and for its value. It says nothing where few decisions carry the
// answer, and asks no other engine.
import { recordedCart } from '@opportune/core/decision/policy-features.ts';
import {
  addDecision,
  newOffPolicySums,
  offPolicyEstimate,
} from '@opportune/core/learning/uplift/off-policy.ts';
import type {
  LoggedDecision,
  OffPolicyEstimate,
} from '@opportune/core/learning/uplift/off-policy.ts';
import type { Goal } from '@opportune/protocol/campaign.ts';
import type { WhatIf, WhatIfRule } from '@opportune/protocol/rest/optimise.ts';
import type { ArmShares } from './arm-shares.ts';
import { expectations } from './what-if-expected.ts';
import { rateMeasure, valueMeasure } from './what-if-measure.ts';
import type { Measure } from './what-if-measure.ts';
import { whatIfFor } from './what-if-sql.ts';
import type { FirstDecisionRow } from './what-if-sql.ts';
import type { ReportFacts } from './shared-queries.ts';
import { unitsParams } from './units-params.ts';
import type { UnitsQuestion } from './units-params.ts';

export interface Ruling {
  readonly rule: WhatIfRule;
  /** Seconds, score or cart total. */
  readonly at: number;
}

export type Answer = Pick<
  WhatIf,
  'delays' | 'decisions' | 'invited' | 'rate' | 'difference' | 'value'
>;

/** What was fixed before the first visitor. */
export interface WhatIfPlan {
  readonly shares: ArmShares;
  readonly horizonVisitors: number;
  readonly goal: Pick<Goal, 'value' | 'valueCap'>;
}

const alpha = 0.05;
const atOnce = 1_000;

/** Of one period. */
export async function periodWhatIf(
  facts: ReportFacts,
  ask: UnitsQuestion,
  ruling: Ruling,
): Promise<WhatIf> {
  const { account, period, shares, now } = ask;
  const { rule } = ruling;
  const about = {
    period,
    asOf: now,
    rule,
    at: rule === 'never' || rule === 'now' ? null : ruling.at,
  };
  if (shares.optimise === 0) return { ...about, ...nothing('not-optimising') };
  const sql = whatIfFor(rule === 'after');
  const rows = await facts.query<FirstDecisionRow>(account, sql, unitsParams(ask));
  if (rows.length === 0) return { ...about, ...nothing('no-closed-windows') };
  return { ...about, ...(await whatIf(rows, ruling, ask)) };
}

function nothing(reason: 'not-optimising' | 'no-closed-windows' | 'no-such-delay'): Answer {
  const none = { logged: 0, rule: 0 };
  const difference = { type: 'withheld' as const, reason };
  return { delays: [], decisions: 0, invited: none, rate: none, difference, value: null };
}

/** `rows` in order of enrolment. It lets others go on after every thousand. */
export async function whatIf(
  rows: readonly FirstDecisionRow[],
  ruling: Ruling,
  { shares, horizonVisitors, goal }: WhatIfPlan,
): Promise<Answer> {
  const delays = delaysOf(rows);
  const logged = rows.filter(({ arm }) => arm === 'optimise');
  const asked = { rows, logged, ruling, shares, horizonVisitors };
  if (ruling.rule === 'after' && ruling.at !== 0 && !delays.includes(ruling.at))
    return { ...nothing('no-such-delay'), delays };
  const answered = ruling.rule === 'after' ? ofDelays : ofArms;
  const { of: rate, ...answer } = await answered(asked, rateMeasure);
  const measure = valueMeasure(goal, rows);
  if (measure === null) return { delays, ...answer, rate, value: null };
  const { of, difference } = await answered(asked, measure);
  const value = { ...of, cap: goal.valueCap, difference };
  return { delays, ...answer, rate, value };
}

interface Asked {
  readonly rows: readonly FirstDecisionRow[];
  readonly logged: readonly FirstDecisionRow[];
  readonly ruling: Ruling;
  readonly shares: ArmShares;
  readonly horizonVisitors: number;
}

/**
 * A rule that asks at the campaign's own moment or never, for whom is known when they come into its
 * audience: control is never asked, *always* at that moment, and which of them, or the third, a visitor is in was drawn with known shares. So
 * all three arms are one log, in which what the arm that optimises did is an action of its own.
 */
function ofArms(asked: Asked, measure: Measure): Promise<Estimated> {
  const { rows, logged, ruling, shares, horizonVisitors } = asked;
  const { control, treatment, optimise } = shares;
  const always = rows.filter(({ arm }) => arm === 'treatment');
  // Whose moment never came is asked by no rule: of them the arm that is always asked says how many.
  const invited = share(always, (row) => row.action !== 'none' && actionOf(ruling, row) === 'now');
  const least = Math.min(control, treatment);
  return estimated(decisionsOfArms(asked, measure), { policy: 1 }, logged, {
    ...{ invited, horizonVisitors, most: measure.most },
    plannedVariance: measure.plannedArms * (1 / least + 1 / optimise),
  });
}

function* decisionsOfArms({ rows, ruling, shares }: Asked, measure: Measure): Iterable<Ruled> {
  const { control, treatment, optimise } = shares;
  const probabilities = { none: control, now: treatment, policy: optimise };
  const expected = expectations(['none', 'now', 'policy']);
  for (const row of rows) {
    const action = row.arm === 'control' ? 'none' : row.arm === 'treatment' ? 'now' : 'policy';
    const outcome = measure.outcomeOf(row);
    const decision: LoggedDecision = { action, probabilities, outcome, expected: expected.of(row) };
    expected.learn(row, action, outcome);
    yield { decision, rule: { [actionOf(ruling, row)]: 1 } };
  }
}

/**
 * Everybody after one delay from where the policy decided, if anything could be offered then: from the
 * draws of the arm that optimises, with the rate that it expected of the visitor before it drew, of each
 * action alike.
 */
function ofDelays(asked: Asked, measure: Measure): Promise<Estimated> {
  const { logged, ruling, shares, horizonVisitors } = asked;
  const wanted = ruling.at === 0 ? 'now' : `after:${ruling.at}`;
  const decisions = logged.flatMap((row) => {
    const probabilities = probabilitiesOf(row);
    if (probabilities === null) return [];
    // The gain on record is that of what was drawn: an expectation that follows the draw leans to it.
    const usual = measure.worthOf(row) * row.rate;
    const expected = Object.fromEntries(Object.keys(probabilities).map((of) => [of, usual]));
    const outcome = measure.outcomeOf(row);
    const rule = { [(probabilities[wanted] ?? 0) > 0 ? wanted : 'none']: 1 };
    return [{ decision: { action: row.action, probabilities, outcome, expected }, rule }];
  });
  return estimated(decisions, 'as_logged', logged, {
    invited: share(logged, (row) => isAsked(row, wanted)),
    most: measure.most,
    horizonVisitors: Math.max(1, horizonVisitors * shares.optimise),
    plannedVariance: measure.plannedDelay,
  });
}

/** Under a rule of one delay; whom the policy was not asked about is left as they were. */
function isAsked(row: FirstDecisionRow, wanted: string): boolean {
  const probabilities = probabilitiesOf(row);
  return probabilities === null ? row.action !== 'none' : (probabilities[wanted] ?? 0) > 0;
}

interface Ruled {
  readonly decision: LoggedDecision;
  readonly rule: Record<string, number>;
}

type Estimated = Pick<Answer, 'decisions' | 'invited' | 'difference'> & {
  readonly of: Answer['rate'];
};

async function estimated(
  decisions: Iterable<Ruled>,
  other: Record<string, number> | 'as_logged',
  logged: readonly FirstDecisionRow[],
  planned: {
    readonly invited: number;
    /** An outcome of 1. */
    readonly most: number;
    readonly horizonVisitors: number;
    readonly plannedVariance: number;
  },
): Promise<Estimated> {
  const [difference, alone] = [newOffPolicySums(), newOffPolicySums()];
  for (const { decision, rule } of decisions) {
    addDecision(difference, decision, rule, other);
    addDecision(alone, decision, rule, {});
    if (alone.decisions % atOnce === 0) await new Promise((resume) => setImmediate(resume));
  }
  const { invited, most, ...certainty } = planned;
  const estimate = offPolicyEstimate(difference, { alpha, comparisons: 1, ...certainty });
  return {
    decisions: alone.decisions,
    invited: { logged: share(logged, ({ action }) => action !== 'none'), rule: invited },
    of: { logged: most * (alone.mean - difference.mean), rule: most * alone.mean },
    difference: differenceOf(estimate, most),
  };
}

function differenceOf(estimate: OffPolicyEstimate, most: number): Answer['difference'] {
  if (estimate.type === 'interval') {
    const { mean, lower, upper } = estimate;
    const scaled = { estimate: most * mean, lower: most * lower, upper: most * upper };
    return { type: 'interval', ...scaled, alpha };
  }
  const reason = estimate.reason === 'few_carry_it' ? 'few-carry-it' : 'few-decisions';
  return { type: 'withheld', reason };
}

function actionOf({ rule, at }: Ruling, row: FirstDecisionRow): 'none' | 'now' {
  switch (rule) {
    case 'never':
      return 'none';
    case 'now':
      return 'now';
    case 'after':
      throw new Error('what if: a delay is no rule of the arms');
    case 'intent':
      return row.unscored === 0 && scoreOf(row) >= at ? 'now' : 'none';
    case 'cart':
      // In the digits of the record: of a cart of exactly so much a few cents may be lost there.
      return row.cart >= recordedCart(at) ? 'now' : 'none';
    default:
      return rule satisfies never;
  }
}

/** The score as it was, from the features of core/decision/policy-features.ts. */
function scoreOf({ intent }: FirstDecisionRow): number {
  return Math.round(50 + 50 * intent);
}

function probabilitiesOf({ probabilities }: FirstDecisionRow): Record<string, number> | null {
  if (probabilities === '') return null;
  const read: unknown = JSON.parse(probabilities);
  if (typeof read !== 'object' || read === null) return null;
  const found: Record<string, number> = {};
  for (const [action, chance] of Object.entries(read))
    if (typeof chance === 'number') found[action] = chance;
  return Object.keys(found).length === 0 ? null : found;
}

function delaysOf(rows: readonly FirstDecisionRow[]): number[] {
  const drawn = new Set(rows.map(({ action }) => action));
  return [...drawn]
    .filter((action) => action.startsWith('after:'))
    .map((action) => Number(action.slice('after:'.length)))
    .sort((one, other) => one - other);
}

function share<Each>(all: readonly Each[], holds: (each: Each) => boolean): number {
  return all.length === 0 ? 0 : all.filter(holds).length / all.length;
}
