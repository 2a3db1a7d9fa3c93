/*
 * A campaign that looks for harm after each look, played in the worlds of the inference. Used by
 * the tests and by the bench.
 */
import { rateEffect } from '../../effect/effect.ts';
import { harmOf } from '../harm.ts';
import { simulate } from '../../test/simulate.test-support.ts';
import type { EffectOf } from '../../test/simulate.test-support.ts';
import { CELLS } from '../../test/worlds.test-support.ts';
import type { Cell, Played } from '../../test/worlds.test-support.ts';

/** Worlds with order values and without any effect: 18. */
export const QUIET: readonly Cell[] = CELLS.filter(
  ({ measure, hasEffect }) => measure === 'value' && !hasEffect,
);

/** Plays a cell. Its findings are the runs that were ever called harmful, by either measure. */
export function playHarm(cell: Cell, runs: number): Played {
  const seed = 3_000 + CELLS.indexOf(cell);
  const plan = { measure: 'value', visitors: 20_000, looks: 200, runs, seed } as const;
  return { ...cell, result: simulate(cell.world, { ...plan, effectOf: harmOnly }) };
}

/** A finding is proved harm, and nothing else. */
const harmOnly: EffectOf = (comparison, certainty) => {
  const effect = rateEffect(comparison, certainty);
  if (effect.type === 'withheld') return effect;
  return { ...effect, finding: harmOf(comparison, certainty) === null ? 'open' : 'loss' };
};
