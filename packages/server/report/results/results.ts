// The results of one campaign's period: counts so far, and the proved effect over closed windows.
// The figures come from results-sql.ts, the inference from core/proof. Nothing is computed twice.
import type { Comparison } from '@opportune/core/proof/effect/arm-sums.ts';
import {
  type Certainty,
  comparisonsShown,
} from '@opportune/core/proof/effect/confidence-sequence.ts';
import { rateEffect, valueEffect } from '@opportune/core/proof/effect/effect.ts';
import type { ArmResult, CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { armComparisons, armPairs, pairCertainty } from './arm-comparisons.ts';
import type { ArmShares } from './arm-shares.ts';
import { addressedByHand } from './by-hand.ts';
import type { ExcludedSql } from '../sensitivity/excluded-sql.ts';
import { type Ground, grounds } from '../queries/fact-versions.ts';
import { provedHarm } from './harm.ts';
import { counts, nextClosing, type ResultRow, sums, takenBack, total } from './result-rows.ts';
import { resultsFor } from './results-sql.ts';
import { type PlannedShares, sampleRatioOf } from './sample-ratio.ts';
import type { ReportFacts } from '../queries/shared-queries.ts';
import { unitsGrounds, unitsNeeds } from './units-needs.ts';
import { unitsParams, type UnitsQuestion } from './units-params.ts';
import { comparisonOf, gainOf, pathOf, wire } from './wire-effect.ts';

export interface ResultsQuestion extends UnitsQuestion, PlannedShares {
  readonly name: string;
  readonly periods: CampaignResults['periods'];
  readonly timeZone: string;
  readonly stop: CampaignResults['stop'];
}

const alpha = 0.05;

/**
 * For one period. With `excluded`, over the other units only, which is a comparison beside the
 * result.
 */
export async function campaignResults(
  facts: ReportFacts,
  ask: ResultsQuestion,
  excluded: ExcludedSql | null = null,
): Promise<CampaignResults> {
  const params = await unitsParams(facts, ask);
  const needs = await unitsNeeds(facts, ask, params);
  const rows = await facts.query<ResultRow>(
    ask.account,
    resultsFor(needs, excluded?.where),
    { ...params, ...excluded?.params, zone: ask.timeZone },
    { on: [...unitsGrounds(ask), grounds.reactions, ...groundsOf(excluded)], until: nextClosing },
  );
  const pairs = ask.shares.optimise > 0 ? armPairs.length : 1;
  const whole: Certainty = {
    alpha,
    comparisons: comparisonsShown(pairs, ask.variants.length),
    horizonVisitors: ask.horizonVisitors,
  };
  return {
    campaign: ask.campaign,
    name: ask.name,
    goalName: ask.goal.name,
    period: ask.period,
    periods: ask.periods,
    asOf: ask.now,
    currency: ask.currency,
    timeZone: ask.timeZone,
    hasValue: ask.goal.value.type !== 'none',
    valueCap: ask.goal.valueCap,
    ...effects(rows, ask.shares, whole),
    arms: arms(rows, ask, whole),
    harm: await provedHarm(facts, { ...ask, rows, whole, params, needs }),
    stop: ask.stop,
    byHand: await addressedByHand(facts, ask, periodStart(ask)),
    pending: pending(rows),
    sampleRatio: sampleRatioOf(rows, ask),
    days: days(rows, ask.shares.optimise > 0),
  };
}

function groundsOf(excluded: ExcludedSql | null): readonly Ground[] {
  return excluded?.readsVisits === true ? [grounds.bursts, grounds.events] : [];
}

function periodStart({ period, periods }: ResultsQuestion): number {
  return periods.find(({ number }) => number === period)?.from ?? 0;
}

type Effects = Pick<
  CampaignResults,
  'incrementalConversions' | 'incrementalValue' | 'gain' | 'path' | 'comparisons'
>;

/** Against control: of treatment or, if the campaign optimises, of the optimising arm. */
function effects(rows: readonly ResultRow[], shares: ArmShares, whole: Certainty): Effects {
  if (shares.optimise > 0) {
    const comparisons = armComparisons(rows, shares, whole);
    const [{ incremental: incrementalConversions, incrementalValue, gain, path }] = comparisons;
    const ofArm = { incrementalConversions, incrementalValue, gain, path };
    return { ...ofArm, comparisons: [...comparisons] };
  }
  const comparison = comparisonOf(rows, plain);
  const rate = rateEffect(comparison, whole);
  const value = valueEffect(comparison, whole);
  return {
    incrementalConversions: wire(rate, comparison, alpha, (of) => of.incremental),
    incrementalValue: wire(value, comparison, alpha, (of) => of.incremental),
    gain: wire(rate, comparison, alpha, gainOf),
    path: pathOf(rows, plain, whole),
  };
}

const plain = { of: 'treatment', against: 'control' } as const;

function arms(rows: readonly ResultRow[], ask: ResultsQuestion, whole: Certainty): ArmResult[] {
  const { variants, shares } = ask;
  const isOptimising = shares.optimise > 0;
  const control = rows.filter((row) => row.arm === 'control');
  const one = (of: 'optimise' | 'treatment', id: string | null, name: string): ArmResult => {
    const own = rows.filter((row) => row.arm === of && (id === null || row.variant === id));
    const comparison = { treatment: sums(own, of), control: sums(control, 'control') };
    const certainty = certaintyAgainst(of, ask, whole);
    return armResult(own, { arm: of, variant: id, name }, comparison, certainty);
  };
  return [
    ...(isOptimising ? [one('optimise', null, 'Optimise')] : []),
    ...(variants.length > 1 ? variants.map(({ id, name }) => one('treatment', id, name)) : []),
    one('treatment', null, variants.map((of) => of.name).join(' + ')),
    armResult(control, { arm: 'control', variant: null, name: 'Control' }, null, whole),
  ];
}

/** Of an arm, or one of its variants, against control. */
function certaintyAgainst(
  arm: 'optimise' | 'treatment',
  { shares }: ResultsQuestion,
  whole: Certainty,
): Certainty {
  return shares.optimise > 0 ? pairCertainty(shares, whole, arm, 'control') : whole;
}

function armResult(
  rows: readonly ResultRow[],
  of: Pick<ArmResult, 'arm' | 'variant' | 'name'>,
  comparison: Comparison | null,
  certainty: Certainty,
): ArmResult {
  return {
    ...of,
    soFar: counts(rows),
    offers: {
      live: total(rows, 'live'),
      fallback: total(rows, 'fallback'),
      content: total(rows, 'content'),
    },
    takenBack: takenBack(rows),
    closed: {
      eligible: total(rows, 'closed_visitors'),
      engaged: total(rows, 'closed_engaged'),
      converted: total(rows, 'closed_conversions'),
      value: total(rows, 'closed_value'),
    },
    rateEffect:
      comparison === null
        ? null
        : wire(rateEffect(comparison, certainty), comparison, alpha, (e) => e.difference),
    valueEffect:
      comparison === null
        ? null
        : wire(valueEffect(comparison, certainty), comparison, alpha, (e) => e.difference),
  };
}

function days(rows: readonly ResultRow[], isOptimising: boolean): CampaignResults['days'] {
  const names = [...new Set(rows.map((row) => row.day))];
  return names.map((day) => {
    const of = (arm: ResultRow['arm']) =>
      counts(rows.filter((row) => row.day === day && row.arm === arm));
    return {
      day,
      ...(isOptimising ? { optimise: of('optimise') } : {}),
      treatment: of('treatment'),
      control: of('control'),
    };
  });
}

function pending(rows: readonly ResultRow[]): CampaignResults['pending'] {
  const visitors = total(rows, 'eligible') - total(rows, 'closed_visitors');
  const last = Math.max(0, ...rows.map((row) => row.last_closes_ms));
  return { visitors, lastClosesAt: visitors === 0 ? null : last };
}
