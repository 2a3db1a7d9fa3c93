// Finds the manager's best rule and the oracle's plan for a world, on seeds that no figure uses. As
// a program, it prints them for every world in the form of tuned.ts. The worlds are frozen, so the
// results do not change, and finding them again takes longer than measuring.
import { bestOracle } from './oracle.ts';
import type { OraclePlan } from './oracle.ts';
import { bestRules } from './rules.ts';
import type { Rule } from './rules.ts';
import { drawStream } from './stream.ts';
import type { World } from './world.ts';
import { worlds } from './worlds.ts';

export interface Tuned {
  /** One for each skill. */
  readonly rules: readonly Rule[];
  readonly plans: readonly OraclePlan[];
}

const screening = { visitors: 30_000, seed: 9001 };
const tuning = { visitors: 120_000, seed: 9002 };

/** The best rule of the family, and the best plan of the oracle's grid. */
export function tune(world: World): Tuned {
  const longer = drawStream(world, tuning.visitors, tuning.seed);
  const rules = bestRules(drawStream(world, screening.visitors, screening.seed), longer);
  return { rules, plans: bestOracle(longer) };
}

if (import.meta.main) {
  for (const world of worlds)
    process.stdout.write(`  ${JSON.stringify(world.name)}: ${JSON.stringify(tune(world))},\n`);
}
