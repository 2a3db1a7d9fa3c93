// The probability of each action: damped Thompson sampling, mixed with a floor. It computes the
// probabilities and draws once from them, so that the logged ones are those used, to the last
// digit.
import { murmur3 } from '../../../proof/hash.ts';
import { normalBelow, normalDensity } from './normal.ts';

/** What an action is worth beyond doing nothing, net of all costs, and its uncertainty. */
export interface Worth {
  readonly net: number;
  readonly deviation: number;
}

const STEPS = 64;
const REACH = 6;

/**
 * The probability of each action, the first that of none. With draws `net + damping · deviation ·
 * z`, one independent z each, the action with the highest draw above 0 is taken (W. R. Thompson
 * 1933; damped as the posterior sampling of O. Chapelle and L. Li 2011). For one action that is
 * Φ(net ÷ spread); for several it is integrated in 64 steps. Then each is mixed with the floor: p ←
 * ε + (1 − (k + 1) ε) p, for k actions and none.
 */
export function probabilities(
  worths: readonly Worth[],
  damping: number,
  floor: number,
): readonly number[] {
  const best = worths.map((_, at) => chanceOfBest(worths, at, damping));
  const total = best.reduce((sum, chance) => sum + chance, 0);
  const scaled = total > 1 ? best.map((chance) => chance / total) : best;
  return withFloor([Math.max(0, 1 - Math.min(1, total)), ...scaled], floor);
}

/** Each keeps at least the floor. The rest is shared in proportion. */
export function withFloor(shares: readonly number[], floor: number): readonly number[] {
  const least = Math.min(floor, 1 / shares.length);
  return shares.map((share) => least + (1 - shares.length * least) * share);
}

/** A number between 0 and 1 determined by the key alone. */
export function drawOf(key: string): number {
  return (murmur3(key) + 0.5) / 4_294_967_296;
}

/** Which of the shares, laid end to end, contains the drawn number. */
export function drawn(shares: readonly number[], draw: number): number {
  let below = 0;
  for (let at = 0; at < shares.length - 1; at++) {
    below += shares[at] ?? 0;
    if (draw < below) return at;
  }
  return shares.length - 1;
}

function chanceOfBest(worths: readonly Worth[], which: number, damping: number): number {
  const own = worths[which];
  if (own === undefined) return 0;
  const spread = spreadOf(own, damping);
  if (worths.length === 1) return normalBelow(own.net / spread);
  const from = Math.max(-REACH, -own.net / spread);
  const step = Math.max(0, REACH - from) / STEPS;
  let chance = 0;
  for (let at = 0; at < STEPS; at++) {
    const z = from + (at + 0.5) * step;
    chance += normalDensity(z) * step * lowerThan(worths, which, own.net + z * spread, damping);
  }
  return chance;
}

/** The probability that the draws of all other actions are below this height. */
function lowerThan(
  worths: readonly Worth[],
  except: number,
  height: number,
  damping: number,
): number {
  let chance = 1;
  worths.forEach((worth, at) => {
    if (at !== except) chance *= normalBelow((height - worth.net) / spreadOf(worth, damping));
  });
  return chance;
}

function spreadOf({ deviation }: Worth, damping: number): number {
  return Math.max(1e-12, damping * deviation);
}
