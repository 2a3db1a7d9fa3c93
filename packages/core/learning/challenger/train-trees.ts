// Trains boosted trees on labelled moments in order of time. The number of trees is chosen on the
// newest fifth, with trees that have not seen it; then all moments are learnt with that number.
// Each tree sees a sample determined by its number and the moments' numbers, so the same moments
// make the same trees. Time is proportional to moments × features × trees, in the caller's thread.
// Sources: J. H. Friedman, Greedy function approximation (2001) and Stochastic gradient boosting
// (2002).
import { sigmoid } from '../laplace-logistic.ts';
import { treeLimits, type BoostedTrees } from './boosted-trees.ts';
import { growTree } from './grow-tree.ts';
import type { Moments } from './moment-window.ts';
import { newGrowthRoom, type Columns, type Slopes } from './slope-sums.ts';
import { trainingSettings } from './training-settings.ts';

/** Needs at least this many moments of either outcome in either part. */
const leastEach = 10;

/** The trees. Null if either part has too few moments of either outcome. */
export function trainTrees(moments: Moments): BoostedTrees | null {
  const { many } = moments;
  const cut = many - Math.floor(many * trainingSettings.later);
  const earlier = partOf(moments, 0, cut);
  const later = partOf(moments, cut, many);
  if (!hasBoth(earlier) || !hasBoth(later)) return null;
  const { trees } = boost(earlier, treeLimits.trees, later);
  return boost(partOf(moments, 0, many), trees, null);
}

interface Part {
  readonly on: Columns;
  readonly outcomes: Uint8Array;
}

/** Transposed so that each feature's codes are contiguous in memory. */
function partOf({ width, rows }: Moments, from: number, until: number): Part {
  const many = until - from;
  const columns = new Uint8Array(many * width);
  const outcomes = new Uint8Array(many);
  for (let at = 0; at < many; at++) {
    const row = (from + at) * (width + 1);
    for (let feature = 0; feature < width; feature++)
      columns[feature * many + at] = rows[row + feature] ?? 0;
    outcomes[at] = rows[row + width] ?? 0;
  }
  return { on: { width, many, columns }, outcomes };
}

function hasBoth({ outcomes }: Part): boolean {
  const reached = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  return reached >= leastEach && outcomes.length - reached >= leastEach;
}

/** The number of trees that minimises the loss on `judge`; without one, `limit` trees. */
function boost({ on, outcomes }: Part, limit: number, judge: Part | null): BoostedTrees {
  const grown = roomFor(on.width, limit, baseOf(outcomes));
  const logits = new Float64Array(on.many).fill(grown.base);
  const judged = new Float64Array(judge?.on.many ?? 0).fill(grown.base);
  let best = { trees: judge === null ? limit : 0, loss: judge === null ? 0 : loss(judge, judged) };
  const room = newGrowthRoom(on);
  for (let at = 0; at < limit; at++) {
    const tree = treeAt(grown, at);
    growTree(on, slopesAt(outcomes, logits, at), { tree, room });
    addTree(on, tree, logits);
    if (judge === null) continue;
    addTree(judge.on, tree, judged);
    const now = loss(judge, judged);
    if (now < best.loss) best = { trees: at + 1, loss: now };
    else if (at + 1 - best.trees >= trainingSettings.patience) break;
  }
  return cutTo(grown, best.trees);
}

function roomFor(width: number, trees: number, base: number): BoostedTrees {
  return {
    width,
    base,
    trees,
    features: new Uint8Array(trees * treeLimits.nodes),
    cuts: new Uint8Array(trees * treeLimits.nodes),
    leaves: new Float32Array(trees * treeLimits.leaves),
  };
}

function baseOf(outcomes: Uint8Array): number {
  const reached = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  return Math.log((reached + 1) / (outcomes.length - reached + 1));
}

function treeAt({ features, cuts, leaves }: BoostedTrees, tree: number) {
  const { nodes, leaves: many } = treeLimits;
  return {
    features: features.subarray(tree * nodes, (tree + 1) * nodes),
    cuts: cuts.subarray(tree * nodes, (tree + 1) * nodes),
    leaves: leaves.subarray(tree * many, (tree + 1) * many),
  };
}

/** Derivatives of the log loss: p − y, and p(1 − p). */
function slopesAt(outcomes: Uint8Array, logits: Float64Array, tree: number): Slopes {
  const first = new Float64Array(outcomes.length);
  const second = new Float64Array(outcomes.length);
  for (let at = 0; at < outcomes.length; at++) {
    if (drawn(tree, at) >= trainingSettings.sample) continue;
    const probability = sigmoid(logits[at] ?? 0);
    first[at] = probability - (outcomes[at] ?? 0);
    second[at] = Math.max(1e-9, probability * (1 - probability));
  }
  return { first, second };
}

/** A number from 0 to 1 from the numbers of a tree and a moment (the finalizer of MurmurHash3). */
function drawn(tree: number, at: number): number {
  let mixed = Math.imul(at + 1, 0x9e37_79b1) ^ Math.imul(tree + 1, 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 4_294_967_296;
}

function addTree(
  { columns, many }: Columns,
  { features, cuts, leaves }: ReturnType<typeof treeAt>,
  logits: Float64Array,
): void {
  for (let at = 0; at < many; at++) {
    let node = 0;
    for (let level = 0; level < treeLimits.depth; level++) {
      const code = columns[(features[node] ?? 0) * many + at] ?? 0;
      node = 2 * node + (code <= (cuts[node] ?? 0) ? 1 : 2);
    }
    logits[at] = (logits[at] ?? 0) + (leaves[node - treeLimits.nodes] ?? 0);
  }
}

/** Mean log loss. */
function loss({ outcomes }: Part, logits: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < outcomes.length; at++) {
    const logit = (outcomes[at] ?? 0) === 1 ? (logits[at] ?? 0) : -(logits[at] ?? 0);
    sum += logit > 0 ? Math.log1p(Math.exp(-logit)) : Math.log1p(Math.exp(logit)) - logit;
  }
  return sum / outcomes.length;
}

function cutTo(of: BoostedTrees, trees: number): BoostedTrees {
  return {
    ...of,
    trees,
    features: of.features.slice(0, trees * treeLimits.nodes),
    cuts: of.cuts.slice(0, trees * treeLimits.nodes),
    leaves: of.leaves.slice(0, trees * treeLimits.leaves),
  };
}
