// Trained boosted trees and their prediction for a moment. Each tree is complete and four levels
// deep, so a score takes a fixed number of steps: at most 200 trees × 4. It trains nothing. Source:
// J. H. Friedman, Greedy function approximation: a gradient boosting machine (2001).

export const treeLimits = { trees: 200, depth: 4, nodes: 15, leaves: 16 } as const;

export interface BoostedTrees {
  /** The number of features of a moment. */
  readonly width: number;
  /** Log odds before the first tree. */
  readonly base: number;
  readonly trees: number;
  /** The feature that each node tests, tree by tree, level by level. */
  readonly features: Uint8Array;
  /** Codes up to this go left. 255: all do. */
  readonly cuts: Uint8Array;
  /** Log odds that each leaf adds. */
  readonly leaves: Float32Array;
}

/** Log odds of reaching the goal for the moment whose codes begin at `at`. */
export function logOddsOf(
  { base, trees, features, cuts, leaves }: BoostedTrees,
  codes: Uint8Array,
  at = 0,
): number {
  let sum = base;
  for (let tree = 0; tree < trees; tree++) {
    const nodes = tree * treeLimits.nodes;
    let node = 0;
    for (let level = 0; level < treeLimits.depth; level++) {
      const place = nodes + node;
      const isLeft = (codes[at + (features[place] ?? 0)] ?? 0) <= (cuts[place] ?? 0);
      node = 2 * node + (isLeft ? 1 : 2);
    }
    sum += leaves[tree * treeLimits.leaves + node - treeLimits.nodes] ?? 0;
  }
  return sum;
}
