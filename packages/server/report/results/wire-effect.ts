// An effect of core/proof in the wire format: one of its intervals, or why there is none. It
// computes nothing.
import type { Comparison } from '@opportune/core/proof/effect/arm-sums.ts';
import type { Certainty } from '@opportune/core/proof/effect/confidence-sequence.ts';
import type { Effect as ProofEffect, Interval } from '@opportune/core/proof/effect/effect.ts';
import { runningEffects } from '@opportune/core/proof/effect/running.ts';
import type { CampaignResults, Effect } from '@opportune/protocol/rest/report/report.ts';
import { sums } from './result-rows.ts';
import type { ClosedRow, ResultRow } from './result-rows.ts';

export type Known = Extract<ProofEffect, { type: 'interval' }>;

/** Two arms: the treated one, and the one it is compared with. */
export interface Pair {
  readonly of: ResultRow['arm'];
  readonly against: ResultRow['arm'];
}

export function comparisonOf(rows: readonly ClosedRow[], { of, against }: Pair): Comparison {
  return { treatment: sums(rows, of), control: sums(rows, against) };
}

export function wire(
  effect: ProofEffect,
  { treatment, control }: Comparison,
  alpha: number,
  pick: (of: Known) => Interval | null,
): Effect {
  if (treatment.visitors + control.visitors === 0)
    return { type: 'withheld', reason: 'no-closed-windows' };
  if (control.visitors === 0) return { type: 'withheld', reason: 'no-control' };
  if (effect.type === 'withheld' && effect.reason === 'no_value')
    return { type: 'withheld', reason: 'no-value' };
  const interval = effect.type === 'interval' ? pick(effect) : null;
  if (interval === null) return { type: 'withheld', reason: 'few-conversions' };
  return { type: 'interval', ...interval, alpha };
}

/** Null if control may be zero, because a share of nothing is unbounded. */
export function gainOf({ relative: { estimate, lower, upper } }: Known): Interval | null {
  return estimate === null || upper === null ? null : { estimate, lower, upper };
}

/** The interval at the end of each day of enrolment, over all visitors closed by then. */
export function pathOf(
  rows: readonly ResultRow[],
  pair: Pair,
  certainty: Certainty,
): CampaignResults['path'] {
  const ends = [...new Set(rows.filter((row) => row.closed_visitors > 0).map((row) => row.day))];
  const steps = ends.map((day) => {
    const until = rows.filter((row) => row.day <= day);
    return {
      at: Math.max(...until.map((row) => row.last_ms)),
      comparison: comparisonOf(until, pair),
    };
  });
  return runningEffects(steps, certainty).flatMap(({ at, comparison, rate }) => {
    if (rate.type !== 'interval') return [];
    const enrolled = comparison.treatment.visitors + comparison.control.visitors;
    return [{ at, enrolled, ...rate.difference }];
  });
}
