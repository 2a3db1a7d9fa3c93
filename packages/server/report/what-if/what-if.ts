// Estimates the outcome of another rule, from logged first decisions with known probabilities:
// rules that ask now or never from the draw of the arms, a delay from the draws of the optimising
// arm. For the goal's rate and its value. It gives no answer if few decisions support it, and
// queries no other engine.
import { recordedCart } from '@opportune/core/decision/optimise/policy-features.ts';
import {
  addDecision,
  newOffPolicySums,
  offPolicyEstimate,
} from '@opportune/core/learning/uplift/estimate/off-policy.ts';
import type {
  LoggedDecision,
  OffPolicyEstimate,
} from '@opportune/core/learning/uplift/estimate/off-policy.ts';
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { WhatIf, WhatIfRule } from '@opportune/protocol/rest/report/optimise.ts';
import type { ArmShares } from '../results/arm-shares.ts';
import { inTurns, readFirstDecisions } from './what-if-decisions.ts';
import type { FirstDecision } from './what-if-decisions.ts';
import { expectations } from './what-if-expected.ts';
import { rateMeasure, valueMeasure } from './what-if-measure.ts';
import type { Measure } from './what-if-measure.ts';
import { whatIfFor } from './what-if-sql.ts';
import type { FoldingFacts } from '../queries/shared-queries.ts';
import { unitsGrounds, unitsNeeds } from '../results/units-needs.ts';
import { unitsParams } from '../results/units-params.ts';
import type { UnitsQuestion } from '../results/units-params.ts';

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

/**
 * For one period. Answered once for all identical requests while the facts behind it are unchanged.
 */
export async function periodWhatIf(
  facts: FoldingFacts,
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
  const params = await unitsParams(facts, ask);
  const plan: WhatIfPlan = { shares, horizonVisitors: ask.horizonVisitors, goal: ask.goal };
  const [answered] = await facts.fold<Answered>({
    account,
    sql: whatIfFor({ ...(await unitsNeeds(facts, ask, params)), draws: rule === 'after' }),
    params,
    rests: { on: unitsGrounds(ask), until: ([of]) => of?.until ?? Infinity },
    fold: {
      as: JSON.stringify([ruling, plan]),
      async rows(lines) {
        const { decisions, until } = await readFirstDecisions(lines);
        return [{ until, answer: await whatIf(decisions, ruling, plan) }];
      },
    },
  });
  return { ...about, ...(answered?.answer ?? nothing('no-closed-windows')) };
}

/** With the instant until which it is valid. */
interface Answered {
  readonly answer: Answer;
  readonly until: number;
}

function nothing(reason: 'not-optimising' | 'no-closed-windows' | 'no-such-delay'): Answer {
  const none = { logged: 0, rule: 0 };
  const difference = { type: 'withheld' as const, reason };
  return { delays: [], decisions: 0, invited: none, rate: none, difference, value: null };
}

/** `rows` in order of enrolment. Lets other work run in between. */
export async function whatIf(
  rows: readonly FirstDecision[],
  ruling: Ruling,
  { shares, horizonVisitors, goal }: WhatIfPlan,
): Promise<Answer> {
  if (rows.length === 0) return nothing('no-closed-windows');
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
  readonly rows: readonly FirstDecision[];
  readonly logged: readonly FirstDecision[];
  readonly ruling: Ruling;
  readonly shares: ArmShares;
  readonly horizonVisitors: number;
}

/**
 * A rule that asks at the campaign's own moment or never, for visitors known when they enter its
 * audience. Control is never asked, *always* is asked at that moment, and the arm was drawn with
 * known shares. So all three arms are one log, in which the behaviour of the optimising arm is an
 * action of its own.
 */
function ofArms(asked: Asked, measure: Measure): Promise<Estimated> {
  const { rows, logged, ruling, shares, horizonVisitors } = asked;
  const { control, treatment, optimise } = shares;
  const always = rows.filter(({ arm }) => arm === 'treatment');
  // No rule asks visitors whose moment never came. The arm *always* shows how many those are.
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
 * Everybody after one delay from the policy's decision, if anything could be offered then. Uses the
 * draws of the optimising arm, and the rate expected of the visitor before the draw, the same for
 * each action.
 */
function ofDelays(asked: Asked, measure: Measure): Promise<Estimated> {
  const { logged, ruling, shares, horizonVisitors } = asked;
  const wanted = ruling.at === 0 ? 'now' : `after:${ruling.at}`;
  return estimated(decisionsOfDelays(logged, measure, wanted), 'as_logged', logged, {
    invited: share(logged, (row) => isAsked(row, wanted)),
    most: measure.most,
    horizonVisitors: Math.max(1, horizonVisitors * shares.optimise),
    plannedVariance: measure.plannedDelay,
  });
}

function* decisionsOfDelays(
  logged: readonly FirstDecision[],
  measure: Measure,
  wanted: string,
): Iterable<Ruled> {
  for (const row of logged) {
    const { action, probabilities } = row;
    if (probabilities === null) continue;
    // The recorded gain belongs to the drawn action. An expectation that depends on the draw would
    // be biased towards it.
    const usual = measure.worthOf(row) * row.rate;
    const expected: Record<string, number> = {};
    for (const of of Object.keys(probabilities)) expected[of] = usual;
    const outcome = measure.outcomeOf(row);
    const rule = { [(probabilities[wanted] ?? 0) > 0 ? wanted : 'none']: 1 };
    yield { decision: { action, probabilities, outcome, expected }, rule };
  }
}

/**
 * Whether a rule of one delay asks the visitor. Visitors about whom the policy was not queried stay
 * as they were.
 */
function isAsked({ action, probabilities }: FirstDecision, wanted: string): boolean {
  return probabilities === null ? action !== 'none' : (probabilities[wanted] ?? 0) > 0;
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
  logged: readonly FirstDecision[],
  planned: {
    readonly invited: number;
    /** What an outcome of 1 stands for. */
    readonly most: number;
    readonly horizonVisitors: number;
    readonly plannedVariance: number;
  },
): Promise<Estimated> {
  const [difference, alone] = [newOffPolicySums(), newOffPolicySums()];
  for await (const some of inTurns(decisions))
    for (const { decision, rule } of some) {
      addDecision(difference, decision, rule, other);
      addDecision(alone, decision, rule, {});
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

function actionOf({ rule, at }: Ruling, row: FirstDecision): 'none' | 'now' {
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
      // Compared at the precision of the record. At exactly this cart a few cents may be lost.
      return row.cart >= recordedCart(at) ? 'now' : 'none';
    default:
      return rule satisfies never;
  }
}

/** The original score, from the features of core/decision/optimise/policy-features.ts. */
function scoreOf({ intent }: FirstDecision): number {
  return Math.round(50 + 50 * intent);
}

function delaysOf(rows: readonly FirstDecision[]): number[] {
  const drawn = new Set<string>();
  for (const { action } of rows) drawn.add(action);
  return [...drawn]
    .filter((action) => action.startsWith('after:'))
    .map((action) => Number(action.slice('after:'.length)))
    .sort((one, other) => one - other);
}

function share<Each>(all: readonly Each[], holds: (each: Each) => boolean): number {
  return all.length === 0 ? 0 : all.filter(holds).length / all.length;
}
