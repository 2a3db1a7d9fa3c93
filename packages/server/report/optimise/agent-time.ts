// Agents' time by arm, and the cost of an additional conversion: an arm's minutes divided by its
// gain over control. The interval comes from core/proof. Only the arm decides who gets a chat, so
// the times are comparable.
import type { Certainty } from '@opportune/core/proof/effect/confidence-sequence.ts';
import { minutesPerGain } from '@opportune/core/proof/effect/minutes-per-gain.ts';
import type { RatioWithheld, TimeSums } from '@opportune/core/proof/effect/minutes-per-gain.ts';
import type { AgentTime, MinutesPerGain } from '@opportune/protocol/rest/report/optimise.ts';
import { agentTimeFor, mostMinutes } from './agent-time-sql.ts';
import type { AgentTimeRow } from './agent-time-sql.ts';
import { pairCertainty } from '../results/arm-comparisons.ts';
import { grounds } from '../queries/fact-versions.ts';
import { nextClosing } from '../results/result-rows.ts';
import type { ReportFacts } from '../queries/shared-queries.ts';
import { unitsGrounds, unitsNeeds } from '../results/units-needs.ts';
import { unitsParams } from '../results/units-params.ts';
import type { UnitsQuestion } from '../results/units-params.ts';

const alpha = 0.05;
const reasons: Readonly<
  Record<RatioWithheld, 'few-conversions' | 'few-talks' | 'gain-open' | 'loss'>
> = {
  few_conversions: 'few-conversions',
  few_talks: 'few-talks',
  gain_open: 'gain-open',
  loss: 'loss',
};
const none: AgentTimeRow = {
  arm: 'control',
  visitors: 0,
  conversions: 0,
  talked: 0,
  minutes: 0,
  minute_squares: 0,
  converted_minutes: 0,
  next_closes_ms: 0,
};

/** For one period. Shows nothing of the optimising arm if there is none. */
export async function periodAgentTime(facts: ReportFacts, ask: UnitsQuestion): Promise<AgentTime> {
  const { account, period, shares, horizonVisitors, now } = ask;
  const params = await unitsParams(facts, ask);
  const rows = await facts.query<AgentTimeRow>(
    account,
    agentTimeFor(await unitsNeeds(facts, ask, params)),
    params,
    // Events of a conversation name the decision from which it began.
    { on: [...unitsGrounds(ask), grounds.reactions], until: nextClosing },
  );
  const whole: Certainty = { alpha, comparisons: 1, horizonVisitors };
  const isOptimising = shares.optimise > 0;
  const arms = isOptimising ? (['optimise', 'treatment'] as const) : (['treatment'] as const);
  const found = agentTime(rows, arms, (arm) =>
    isOptimising ? pairCertainty(shares, whole, arm, 'control') : whole,
  );
  return { period, asOf: now, ...found };
}

/**
 * `certaintyOf` is for an arm against control. If several are compared, each has its part of alpha.
 */
export function agentTime(
  rows: readonly AgentTimeRow[],
  arms: readonly ('optimise' | 'treatment')[],
  certaintyOf: (arm: 'optimise' | 'treatment') => Certainty,
): Pick<AgentTime, 'mostMinutes' | 'arms'> {
  const of = (arm: AgentTimeRow['arm']): TimeSums =>
    sums(rows.find((row) => row.arm === arm) ?? none);
  const control = of('control');
  return {
    mostMinutes,
    arms: arms.map((arm) => {
      const own = of(arm);
      const { visitors: eligible, talked, minutes } = own;
      return { arm, eligible, talked, minutes, perGain: perGain(own, control, certaintyOf(arm)) };
    }),
  };
}

function perGain(arm: TimeSums, control: TimeSums, certainty: Certainty): MinutesPerGain {
  if (arm.visitors + control.visitors === 0)
    return { type: 'withheld', reason: 'no-closed-windows' };
  if (control.visitors === 0) return { type: 'withheld', reason: 'no-control' };
  const found = minutesPerGain(arm, control, certainty);
  if (found.type === 'withheld') return { type: 'withheld', reason: reasons[found.reason] };
  return { ...found, alpha: certainty.alpha };
}

function sums(row: AgentTimeRow): TimeSums {
  const { visitors, conversions, talked, minutes } = row;
  return {
    visitors,
    conversions,
    talked,
    minutes,
    minuteSquares: row.minute_squares,
    convertedMinutes: row.converted_minutes,
  };
}
