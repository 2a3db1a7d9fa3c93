/*
 * How often, and how soon, the product's sample-ratio alarm goes off when it is looked at after
 * every single visitor of two arms. Used by the tests and by the bench.
 */
import { seededRandom } from './random.test-support.ts';
import { ALARM_EVIDENCE } from './sample-ratio.ts';
import { evidenceFactor } from './sample-ratio-steps.test-support.ts';

export interface SampleRatioPlan {
  /** The control share that was planned, and the one that visitors really get; fractions. */
  readonly planned: number;
  readonly actual: number;
  readonly visitors: number;
  readonly runs: number;
  readonly seed: number;
}

/** Runs that alarmed, and the median visitors it took (all of them where a run never alarmed). */
export interface SampleRatioResult {
  readonly alarms: number;
  readonly medianVisitors: number;
}

/** Plays the runs; each stops at its alarm. */
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
  let control = 0;
  for (let visitors = 0; visitors < plan.visitors; visitors++) {
    if (random() < plan.actual) {
      evidence *= evidenceFactor(control, visitors, plan.planned);
      control++;
    } else evidence *= evidenceFactor(visitors - control, visitors, 1 - plan.planned);
    if (evidence >= ALARM_EVIDENCE) return visitors + 1;
  }
  return undefined;
}
