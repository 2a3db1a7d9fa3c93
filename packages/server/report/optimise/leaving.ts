// Harm to the visit: how many leave at once after their decision, by arm, and whether it is proved
// that a campaign drives away more than would have left anyway. It is independent of the goal.
import type { Comparison } from '@opportune/core/proof/effect/arm-sums.ts';
import type { Certainty } from '@opportune/core/proof/effect/confidence-sequence.ts';
import { leavingEffect } from '@opportune/core/proof/alarms/harm.ts';
import { holdsWithoutEach } from '@opportune/core/proof/alarms/spread-harm.ts';
import type { Leaving } from '@opportune/protocol/rest/report/leaving.ts';
import type { SeenHarm } from '@opportune/protocol/rest/report/report.ts';
import { pairCertainty } from '../results/arm-comparisons.ts';
import { leavingNetworksSql, leavingS, leavingSql, type LeavingRow } from './leaving-sql.ts';
import type { ReportFacts } from '../queries/shared-queries.ts';
import type { UnitsQuestion } from '../results/units-params.ts';
import { wire } from '../results/wire-effect.ts';

const alpha = 0.05;

/** For one period. */
export async function periodLeaving(facts: ReportFacts, ask: UnitsQuestion): Promise<Leaving> {
  const { account, campaign, period, now } = ask;
  const params = { campaign, period, now: now / 1000 };
  const rows = await facts.query<LeavingRow>(account, leavingSql, params);
  const pairs = ask.shares.optimise > 0 ? followed : plain;
  const found = pairs.map((pair) => comparedWithControl(rows, pair, ask));
  return {
    period,
    asOf: now,
    seconds: leavingS,
    arms: (rows.length === 0 ? [] : found).flatMap(
      ({ arm, comparison: { treatment, control } }) => [
        { arm, beside: null, ...counts(treatment) },
        { arm: 'control' as const, beside: arm, ...counts(control) },
      ],
    ),
    pending: rows.reduce((sum, { visitors, closed }) => sum + visitors - closed, 0),
    effects: found.map(({ arm, difference }) => ({ arm, difference })),
    harm: await firstHarm(found, () =>
      facts.query<LeavingRow>(account, leavingNetworksSql, params),
    ),
  };
}

/** An arm, and the part of control whose draw follows the same. Null: all of control. */
interface Pair {
  readonly arm: 'optimise' | 'treatment';
  readonly follows: 'policy' | 'rule' | null;
}

const plain: readonly Pair[] = [{ arm: 'treatment', follows: null }];
const followed: readonly Pair[] = [
  { arm: 'optimise', follows: 'policy' },
  { arm: 'treatment', follows: 'rule' },
];

interface Compared extends Pair {
  readonly comparison: Comparison;
  readonly certainty: Certainty;
  readonly difference: Leaving['effects'][number]['difference'];
  /** Null while it is not proved. */
  readonly harm: Omit<SeenHarm, 'spread'> | null;
}

function comparedWithControl(
  rows: readonly LeavingRow[],
  pair: Pair,
  { shares, horizonVisitors, now }: UnitsQuestion,
): Compared {
  const { arm, follows } = pair;
  const isOptimising = follows !== null;
  const whole: Certainty = { alpha, comparisons: 1, horizonVisitors };
  const control = (shares.control * shares[arm]) / (shares.optimise + shares.treatment);
  const certainty = isOptimising
    ? pairCertainty({ ...shares, control }, whole, arm, 'control')
    : whole;
  const comparison = comparisonOf(rows, pair);
  const effect = leavingEffect(comparison, certainty);
  const difference = wire(effect, comparison, alpha / 2, (of) => of.difference);
  const harm =
    effect.type === 'interval' && effect.finding === 'gain'
      ? {
          at: now,
          measure: 'leaving' as const,
          ...(isOptimising ? { arm } : {}),
          ...effect.difference,
          gain: effect.relative.estimate,
          treatment: comparison.treatment.visitors,
          control: comparison.control.visitors,
        }
      : null;
  return { ...pair, comparison, certainty, difference, harm };
}

/** Prefers harm that more than one network shows. Networks are read only if there is any harm. */
async function firstHarm(
  compared: readonly Compared[],
  networks: () => Promise<readonly LeavingRow[]>,
): Promise<SeenHarm | null> {
  const found = compared.filter(({ harm }) => harm !== null);
  if (found.length === 0) return null;
  const rows = await networks();
  const spread = found.find((each) => isSpread(each, rows));
  const harm = (spread ?? found[0])?.harm ?? null;
  return harm === null ? null : { ...harm, spread: spread !== undefined };
}

function isSpread({ certainty, ...pair }: Compared, rows: readonly LeavingRow[]): boolean {
  const parts = [...Map.groupBy(rows, ({ network }) => network)].map(([network, own]) => ({
    network: network === 0 ? null : network,
    comparison: comparisonOf(own, pair),
  }));
  return holdsWithoutEach(parts, (rest) => {
    const effect = leavingEffect(rest, certainty);
    return effect.type === 'interval' && effect.finding === 'gain';
  });
}

function comparisonOf(rows: readonly LeavingRow[], { arm, follows }: Pair): Comparison {
  return {
    treatment: sums(rows, { arm, follows }),
    control: sums(rows, { arm: 'control', follows }),
  };
}

function sums(
  rows: readonly LeavingRow[],
  { arm, follows }: Pick<LeavingRow, 'arm'> & Pick<Pair, 'follows'>,
): Comparison['treatment'] {
  const own = rows.filter(
    (row) => row.arm === arm && (follows === null || row.follows === follows),
  );
  return {
    visitors: own.reduce((sum, { closed }) => sum + closed, 0),
    conversions: own.reduce((sum, { left_at_once: left }) => sum + left, 0),
    valueSum: 0,
    valueSquareSum: 0,
  };
}

function counts({ visitors, conversions }: Comparison['treatment']) {
  return { visitors, left: conversions };
}
