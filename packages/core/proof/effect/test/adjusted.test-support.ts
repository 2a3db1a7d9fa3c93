/*
 * Worlds in which a covariate known before the decision predicts conversion, from not at all to
 * strongly. The adjusted and the plain interval are compared with the truth at every look. Arms,
 * covariates and conversions are drawn visitor by visitor.
 */
import { adjustedRateEffect } from '../adjusted-effect.ts';
import type { CovariateSums } from '../adjusted-effect.ts';
import { rateEffect } from '../effect.ts';
import { seededRandom } from '../../test/random.test-support.ts';

export interface CovariateWorld {
  readonly name: string;
  readonly controlShare: number;
  readonly rate: number;
  /** What treatment multiplies each visitor's rate by. */
  readonly factor: number;
  /** How much more often the upper tenth of the covariate converts than the usual visitor. */
  readonly tells: number;
}

export interface AdjustedResult {
  readonly misses: number;
  readonly plainMisses: number;
  /** Mean over runs of the adjusted width divided by the plain one, at the last look. */
  readonly width: number;
}

/**
 * Control 50, 10, 5 % × rates 5, 1, 0.5 % × no effect, ×0.6, ×1.2 × a covariate that predicts
 * nothing, some, much.
 */
export const COVARIATE_WORLDS: readonly CovariateWorld[] = [0.5, 0.1, 0.05].flatMap(
  (controlShare) =>
    [0.05, 0.01, 0.005].flatMap((rate) =>
      [1, 0.6, 1.2].flatMap((factor) =>
        [1, 4, 8].map((tells) => ({
          name: `control ${controlShare * 100} %, rate ${rate * 100} %, rate × ${factor}, tells × ${tells}`,
          controlShare,
          rate,
          factor,
          tells,
        })),
      ),
    ),
);

const visitors = 20_000;
const looks = 200;
const topTenth = 0.9;

export function playAdjusted(world: CovariateWorld, runs: number, seed: number): AdjustedResult {
  let [misses, plainMisses, widths] = [0, 0, 0];
  const random = seededRandom(seed);
  let widthsSeen = 0;
  for (let run = 0; run < runs; run++) {
    const outcome = playRun(world, random);
    misses += outcome.missed ? 1 : 0;
    plainMisses += outcome.plainMissed ? 1 : 0;
    if (outcome.width === null) continue;
    widths += outcome.width;
    widthsSeen += 1;
  }
  return { misses, plainMisses, width: widths / widthsSeen };
}

type Mutable = { -readonly [Key in keyof CovariateSums]: CovariateSums[Key] };

function playRun(
  world: CovariateWorld,
  random: () => number,
): { missed: boolean; plainMissed: boolean; width: number | null } {
  const { controlShare, rate, factor, tells } = world;
  const usual = rate / (topTenth + (1 - topTenth) * tells);
  const truth = rate * (factor - 1);
  const certainty = { alpha: 0.05, comparisons: 1, horizonVisitors: visitors };
  const sums = { treatment: empty(), control: empty() };
  const outcome: { missed: boolean; plainMissed: boolean; width: number | null } = {
    missed: false,
    plainMissed: false,
    width: null,
  };
  for (let at = 1; at <= visitors; at++) {
    const isControl = random() < controlShare;
    const covariate = random();
    const own = usual * (covariate >= topTenth ? tells : 1) * (isControl ? 1 : factor);
    add(isControl ? sums.control : sums.treatment, covariate ** 8, random() < own);
    if (at % (visitors / looks) !== 0) continue;
    const seen = adjustedRateEffect(sums, certainty);
    const plain = rateEffect(withoutCovariate(sums), certainty);
    if (seen.type === 'withheld' || plain.type === 'withheld') continue;
    outcome.missed ||= truth < seen.difference.lower || truth > seen.difference.upper;
    outcome.plainMissed ||= truth < plain.difference.lower || truth > plain.difference.upper;
    outcome.width =
      (seen.difference.upper - seen.difference.lower) /
      (plain.difference.upper - plain.difference.lower);
  }
  return outcome;
}

function empty(): Mutable {
  return {
    visitors: 0,
    conversions: 0,
    covariateSum: 0,
    covariateSquareSum: 0,
    convertedCovariateSum: 0,
  };
}

function add(sums: Mutable, covariate: number, converted: boolean): void {
  sums.visitors += 1;
  sums.covariateSum += covariate;
  sums.covariateSquareSum += covariate ** 2;
  if (!converted) return;
  sums.conversions += 1;
  sums.convertedCovariateSum += covariate;
}

function withoutCovariate({ treatment, control }: { treatment: Mutable; control: Mutable }) {
  const plain = ({ visitors: of, conversions }: Mutable) => ({
    visitors: of,
    conversions,
    valueSum: 0,
    valueSquareSum: 0,
  });
  return { treatment: plain(treatment), control: plain(control) };
}
