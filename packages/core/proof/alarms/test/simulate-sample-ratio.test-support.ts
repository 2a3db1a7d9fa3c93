/*
 * How often, and how soon, the product's sample-ratio alarm is raised if it is checked after every
 * single visitor of two arms or more. Used by the tests and by the bench.
 */
import { assert } from '../../assert.ts';
import { seededRandom } from '../../test/random.test-support.ts';
import { ALARM_EVIDENCE } from '../sample-ratio.ts';
import { evidenceFactor } from './sample-ratio-steps.test-support.ts';

export interface SampleRatioPlan {
  /** Each arm's planned and actual share of visitors, as fractions that add up to 1. */
  readonly planned: readonly number[];
  readonly actual: readonly number[];
  readonly visitors: number;
  readonly runs: number;
  readonly seed: number;
}

/**
 * Runs that raised the alarm, and the median number of visitors until then (all of them if a run
 * never did).
 */
export interface SampleRatioResult {
  readonly alarms: number;
  readonly medianVisitors: number;
}

/** Plays the runs. Each stops at its alarm. */
export function simulateSampleRatio(plan: SampleRatioPlan): SampleRatioResult {
  const random = seededRandom(plan.seed);
  const lengths: number[] = [];
  let alarms = 0;
  for (let run = 0; run < plan.runs; run++) {
    const length = visitorsToAlarm(plan, random);
    if (length !== undefined) alarms++;
    lengths.push(length ?? plan.visitors);
  }
  lengths.sort((one, other) => one - other);
  return { alarms, medianVisitors: lengths[Math.floor(plan.runs / 2)] ?? plan.visitors };
}

function visitorsToAlarm(plan: SampleRatioPlan, random: () => number): number | undefined {
  let evidence = 1;
  const counts = plan.planned.map(() => 0);
  for (let visitors = 0; visitors < plan.visitors; visitors++) {
    const arm = armAt(plan.actual, random());
    const [count, share] = [counts[arm], plan.planned[arm]];
    assert(count !== undefined && share !== undefined, 'this arm is not planned');
    evidence *= evidenceFactor(count, visitors, share);
    counts[arm] = count + 1;
    if (evidence >= ALARM_EVIDENCE) return visitors + 1;
  }
  return undefined;
}

/** The arm in whose part of [0, 1) a draw falls. */
function armAt(shares: readonly number[], draw: number): number {
  let arm = 0;
  for (let end = shares[0] ?? 1; draw >= end && arm < shares.length - 1; end += shares[arm] ?? 0)
    arm++;
  return arm;
}
