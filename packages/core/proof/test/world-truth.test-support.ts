/*
 * Worlds with a known truth: what treatment really does to the rate or the value of a visitor, in
 * closed form, for comparing intervals in simulations.
 */

/** One world: a control share, the rate of each arm, and lognormal order values per arm. */
export interface World {
  readonly controlShare: number;
  readonly controlRate: number;
  readonly treatmentRate: number;
  /** Standard deviation of the logarithm of an order's value. */
  readonly sigma: number;
  /** What treatment multiplies each order's value by, before the cap. */
  readonly valueFactor: number;
}

export type Measure = 'rate' | 'value';

export interface Truth {
  readonly difference: number;
  readonly relative: number;
  readonly standardError: number;
}

const NORMAL_95 = 1.644854;

/**
 * Its cap of values: the 95th percentile of an order without treatment, as a careful manager would
 * set it.
 */
export function capOf(world: World): number {
  return Math.exp(NORMAL_95 * world.sigma);
}

/** The exact difference and relative gain, and the standard error for this many visitors. */
export function truthOf(world: World, measure: Measure, visitors: number): Truth {
  const control = momentsOf(measure, world, world.controlRate, 1);
  const treatment = momentsOf(measure, world, world.treatmentRate, world.valueFactor);
  const controlVisitors = visitors * world.controlShare;
  return {
    difference: treatment.mean - control.mean,
    relative: treatment.mean / control.mean - 1,
    standardError: Math.sqrt(
      treatment.variance / (visitors - controlVisitors) + control.variance / controlVisitors,
    ),
  };
}

/** Mean and variance of one visitor's outcome, exactly. */
function momentsOf(
  measure: Measure,
  world: World,
  rate: number,
  factor: number,
): { readonly mean: number; readonly variance: number } {
  if (measure === 'rate') return { mean: rate, variance: rate * (1 - rate) };
  const first = rate * cappedLognormalMoment(1, world, factor);
  return { mean: first, variance: rate * cappedLognormalMoment(2, world, factor) - first ** 2 };
}

/** E[min(cap, factor · e^(σZ))^power] for a standard normal Z. */
function cappedLognormalMoment(power: number, world: World, factor: number): number {
  const { sigma } = world;
  const cap = capOf(world);
  const reach = Math.log(cap / factor) / sigma;
  const below =
    factor ** power * Math.exp((power * sigma) ** 2 / 2) * normalBelow(reach - power * sigma);
  return below + cap ** power * (1 - normalBelow(reach));
}

/** The standard normal distribution function, by Simpson's rule from 0: exact to 10 digits. */
function normalBelow(z: number): number {
  const steps = 400;
  const width = z / steps;
  const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  let sum = density(0) + density(z);
  for (let i = 1; i < steps; i++) sum += (i % 2 === 1 ? 4 : 2) * density(i * width);
  return 0.5 + (sum * width) / 3;
}
