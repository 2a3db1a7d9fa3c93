// The results of one campaign's period: counts so far, and over closed windows the proved effect.
// The figures come from results-sql.ts, the inference from core/proof; nothing is computed twice.
import type { Comparison } from '@opportune/core/proof/arm-sums.ts';
import type { Certainty } from '@opportune/core/proof/confidence-sequence.ts';
import { rateEffect, valueEffect } from '@opportune/core/proof/effect.ts';
import type { Effect as ProofEffect, Interval } from '@opportune/core/proof/effect.ts';
import { harmOf } from '@opportune/core/proof/harm.ts';
import { runningEffects } from '@opportune/core/proof/running.ts';
import type { Goal } from '@opportune/protocol/campaign.ts';
import type { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import type { ArmResult, CampaignResults } from '@opportune/protocol/rest/report.ts';
import { conversionParams, reportsSql } from './conversions-sql.ts';
import { grounds } from './fact-versions.ts';
import { counts, nextClosing, sums, takenBack, total } from './result-rows.ts';
import type { ResultRow } from './result-rows.ts';
import { resultsFor } from './results-sql.ts';
import { sampleRatioOf } from './sample-ratio.ts';
import type { ReportFacts, Rests } from './shared-queries.ts';

export interface ResultsQuestion {
  readonly account: AccountId;
  readonly campaign: CampaignId;
  readonly name: string;
  readonly goal: Goal;
  readonly period: number;
  readonly periods: CampaignResults['periods'];
  readonly variants: readonly {
    readonly id: string;
    readonly name: string;
    readonly share: number;
  }[];
  readonly control: number;
  readonly currency: string;
  readonly timeZone: string;
  readonly horizonVisitors: number;
  readonly stop: CampaignResults['stop'];
  readonly now: number;
}

type WireEffect = CampaignResults['gain'];
const alpha = 0.05;

export async function campaignResults(
  facts: ReportFacts,
  ask: ResultsQuestion,
): Promise<CampaignResults> {
  const needs = {
    visits: ask.goal.window.type === 'visit',
    refunds: ask.goal.key !== null && (await hasReports(facts, ask)),
  };
  const rows = await facts.query<ResultRow>(
    ask.account,
    resultsFor(needs),
    paramsOf(ask),
    restsOn(ask),
  );
  const whole: Certainty = { alpha, comparisons: 1, horizonVisitors: ask.horizonVisitors };
  const comparison = { treatment: sums(rows, 'treatment'), control: sums(rows, 'control') };
  const rate = rateEffect(comparison, whole);
  const value = valueEffect(comparison, whole);
  return {
    campaign: ask.campaign,
    name: ask.name,
    goalName: ask.goal.name,
    period: ask.period,
    periods: ask.periods,
    asOf: ask.now,
    currency: ask.currency,
    timeZone: ask.timeZone,
    valueCap: ask.goal.valueCap,
    arms: arms(rows, ask, comparison, whole),
    incrementalConversions: wire(rate, comparison, (of) => of.incremental),
    incrementalValue: wire(value, comparison, (of) => of.incremental),
    gain: wire(rate, comparison, gainOf),
    harm: harm(comparison, whole, ask.now),
    stop: ask.stop,
    pending: pending(rows),
    sampleRatio: sampleRatioOf(rows, ask),
    path: path(rows, whole),
    days: days(rows),
  };
}

/** Whether there is any refund or cancellation that may concern the goal. */
async function hasReports(
  facts: ReportFacts,
  { account, goal }: ResultsQuestion,
): Promise<boolean> {
  const { keyPath } = conversionParams(goal);
  const on = [grounds.takenBack];
  const [row] = await facts.query<{ reports: number }>(account, reportsSql, { keyPath }, { on });
  return row !== undefined && row.reports > 0;
}

function paramsOf(ask: ResultsQuestion): Readonly<Record<string, unknown>> {
  return {
    campaign: ask.campaign,
    period: ask.period,
    ...conversionParams(ask.goal),
    windowS: ask.goal.window.type === 'visit' ? 0 : ask.goal.window.seconds,
    cap: ask.goal.valueCap ?? 0,
    now: ask.now / 1000,
    zone: ask.timeZone,
  };
}

function restsOn({ campaign, goal }: ResultsQuestion): Rests<ResultRow> {
  const { decisionsOf, conversionsOf, reactions, takenBack: refunds, events } = grounds;
  const on = [decisionsOf(campaign), conversionsOf(goal.id), reactions, refunds];
  // Whatever somebody does makes their visit longer, and their window with it.
  return { on: goal.window.type === 'visit' ? [...on, events] : on, until: nextClosing };
}

function arms(
  rows: readonly ResultRow[],
  ask: ResultsQuestion,
  comparison: Comparison,
  whole: Certainty,
): ArmResult[] {
  const each: Certainty = { ...whole, comparisons: Math.max(1, ask.variants.length) };
  const variants = ask.variants.map(({ id, name }) => {
    const own = rows.filter((row) => row.arm === 'treatment' && row.variant === id);
    const against = { treatment: sums(own, 'treatment'), control: comparison.control };
    return armResult(own, { arm: 'treatment', variant: id, name }, against, each);
  });
  const treatment = rows.filter((row) => row.arm === 'treatment');
  const control = rows.filter((row) => row.arm === 'control');
  return [
    ...(variants.length > 1 ? variants : []),
    armResult(
      treatment,
      { arm: 'treatment', variant: null, name: ask.variants.map((of) => of.name).join(' + ') },
      comparison,
      whole,
    ),
    armResult(control, { arm: 'control', variant: null, name: 'Control' }, null, whole),
  ];
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
      converted: total(rows, 'closed_conversions'),
      value: total(rows, 'closed_value'),
    },
    rateEffect:
      comparison === null
        ? null
        : wire(rateEffect(comparison, certainty), comparison, (e) => e.difference),
    valueEffect:
      comparison === null
        ? null
        : wire(valueEffect(comparison, certainty), comparison, (e) => e.difference),
  };
}

type Known = Extract<ProofEffect, { type: 'interval' }>;

/** An effect of core/proof as the wire says it: one of its intervals, or why there is none. */
function wire(
  effect: ProofEffect,
  { treatment, control }: Comparison,
  pick: (of: Known) => Interval | null,
): WireEffect {
  if (treatment.visitors + control.visitors === 0)
    return { type: 'withheld', reason: 'no-closed-windows' };
  if (control.visitors === 0) return { type: 'withheld', reason: 'no-control' };
  if (effect.type === 'withheld' && effect.reason === 'no_value')
    return { type: 'withheld', reason: 'no-value' };
  const interval = effect.type === 'interval' ? pick(effect) : null;
  if (interval === null) return { type: 'withheld', reason: 'few-conversions' };
  return { type: 'interval', ...interval, alpha };
}

function harm(comparison: Comparison, certainty: Certainty, at: number): CampaignResults['harm'] {
  const found = harmOf(comparison, certainty);
  if (found === null) return null;
  const { measure, difference, relative } = found;
  const { treatment, control } = comparison;
  return {
    at,
    measure,
    ...difference,
    gain: relative.estimate,
    treatment: treatment.visitors,
    control: control.visitors,
  };
}

/** Null where control may be zero: a part of nothing has no end. */
function gainOf({ relative: { estimate, lower, upper } }: Known): Interval | null {
  return estimate === null || upper === null ? null : { estimate, lower, upper };
}

/** The interval at the end of each day of enrolment, over all closed visitors up to then. */
function path(rows: readonly ResultRow[], certainty: Certainty): CampaignResults['path'] {
  const ends = [...new Set(rows.filter((row) => row.closed_visitors > 0).map((row) => row.day))];
  const steps = ends.map((day) => {
    const until = rows.filter((row) => row.day <= day);
    const at = Math.max(...until.map((row) => row.last_ms));
    return {
      at,
      comparison: { treatment: sums(until, 'treatment'), control: sums(until, 'control') },
    };
  });
  return runningEffects(steps, certainty).flatMap(({ at, comparison, rate }) => {
    if (rate.type !== 'interval') return [];
    const enrolled = comparison.treatment.visitors + comparison.control.visitors;
    return [{ at, enrolled, ...rate.difference }];
  });
}

function days(rows: readonly ResultRow[]): CampaignResults['days'] {
  const names = [...new Set(rows.map((row) => row.day))];
  return names.map((day) => ({
    day,
    treatment: counts(rows.filter((row) => row.day === day && row.arm === 'treatment')),
    control: counts(rows.filter((row) => row.day === day && row.arm === 'control')),
  }));
}

function pending(rows: readonly ResultRow[]): CampaignResults['pending'] {
  const visitors = total(rows, 'eligible') - total(rows, 'closed_visitors');
  const last = Math.max(0, ...rows.map((row) => row.last_closes_ms));
  return { visitors, lastClosesAt: visitors === 0 ? null : last };
}
