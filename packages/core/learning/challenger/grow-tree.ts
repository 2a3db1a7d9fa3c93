// Grows one tree on the gradients of the log loss, level by level. Each node takes the cut that
// lowers the loss most. A node that no cut improves sends everything left. Source: T. Chen and C.
// Guestrin, XGBoost: a scalable tree boosting system (2016), eq. 6 and 7.
import { treeLimits } from './boosted-trees.ts';
import { CODES } from './moment-codes.ts';
import {
  perNode,
  startOf,
  sumLevel,
  type Columns,
  type GrowthRoom,
  type Slopes,
} from './slope-sums.ts';
import { trainingSettings } from './training-settings.ts';

/** Where one tree is written: its nodes and its leaves. */
export interface TreeRoom {
  readonly features: Uint8Array;
  readonly cuts: Uint8Array;
  readonly leaves: Float32Array;
}

interface Best {
  readonly gain: Float64Array;
  readonly feature: Uint8Array;
  readonly cut: Uint8Array;
}

/** Fills the tree. */
export function growTree(
  on: Columns,
  slopes: Slopes,
  { tree, room }: { readonly tree: TreeRoom; readonly room: GrowthRoom },
): void {
  let ends = gather(slopes, room.moments);
  for (let level = 0; level < treeLimits.depth; level++) {
    sumLevel(on, slopes, room, { level, ends });
    const best = bestCuts(on.width, room.sums[level] ?? new Float64Array(0));
    tree.features.set(best.feature, (1 << level) - 1);
    tree.cuts.set(best.cut, (1 << level) - 1);
    ends = divide(on, room, ends, best);
  }
  fillLeaves(slopes, room.moments, ends, tree.leaves);
}

/** The moments that take part, all in one node. */
function gather({ second }: Slopes, moments: Int32Array): Int32Array {
  let many = 0;
  for (let at = 0; at < second.length; at++) if ((second[at] ?? 0) !== 0) moments[many++] = at;
  return Int32Array.of(many);
}

function bestCuts(width: number, sums: Float64Array): Best {
  const nodes = sums.length / (width * perNode);
  const best = {
    gain: new Float64Array(nodes).fill(trainingSettings.leastGain),
    feature: new Uint8Array(nodes),
    cut: new Uint8Array(nodes).fill(CODES - 1),
  };
  for (let feature = 0; feature < width; feature++)
    for (let node = 0; node < nodes; node++) {
      const from = (feature * nodes + node) * perNode;
      improve(best, { node, feature }, sums.subarray(from, from + perNode));
    }
  return best;
}

/** Takes the best cut of this feature for the node if it improves on the present one. */
function improve(
  best: Best,
  { node, feature }: { readonly node: number; readonly feature: number },
  sums: Float64Array,
): void {
  const { ridge, leastWeight } = trainingSettings;
  let first = 0;
  let second = 0;
  for (let at = 0; at < perNode; at += 2) {
    first += sums[at] ?? 0;
    second += sums[at + 1] ?? 0;
  }
  const whole = (first * first) / (second + ridge);
  let left = 0;
  let weight = 0;
  for (let code = 0; code < CODES - 1; code++) {
    left += sums[code * 2] ?? 0;
    weight += sums[code * 2 + 1] ?? 0;
    if (weight < leastWeight) continue;
    if (second - weight < leastWeight) return;
    const right = first - left;
    const gain =
      (left * left) / (weight + ridge) + (right * right) / (second - weight + ridge) - whole;
    if (gain <= (best.gain[node] ?? 0) + leastMore) continue;
    best.gain[node] = gain;
    best.feature[node] = feature;
    best.cut[node] = code;
  }
}

/** Sums that are a difference carry rounding errors: a gain must be larger by more than that. */
const leastMore = 1e-9;

/**
 * Partitions the moments of each node into its two sides, keeping their order. Returns where the
 * sides end.
 */
function divide(
  { columns, many }: Columns,
  { moments, spare }: GrowthRoom,
  ends: Int32Array,
  { feature, cut }: Best,
): Int32Array {
  const next = new Int32Array(ends.length * 2);
  for (let node = 0; node < ends.length; node++) {
    const until = ends[node] ?? 0;
    const from = (feature[node] ?? 0) * many;
    const most = cut[node] ?? 0;
    let left = startOf(ends, node);
    let right = 0;
    for (let at = left; at < until; at++) {
      const moment = moments[at] ?? 0;
      if ((columns[from + moment] ?? 0) <= most) moments[left++] = moment;
      else spare[right++] = moment;
    }
    moments.set(spare.subarray(0, right), left);
    next[node * 2] = left;
    next[node * 2 + 1] = until;
  }
  return next;
}

function fillLeaves(
  { first, second }: Slopes,
  moments: Int32Array,
  ends: Int32Array,
  leaves: Float32Array,
): void {
  const { shrinkage, ridge } = trainingSettings;
  for (let leaf = 0; leaf < treeLimits.leaves; leaf++) {
    let sum = 0;
    let weight = 0;
    for (let at = startOf(ends, leaf); at < (ends[leaf] ?? 0); at++) {
      sum += first[moments[at] ?? 0] ?? 0;
      weight += second[moments[at] ?? 0] ?? 0;
    }
    leaves[leaf] = (-shrinkage * sum) / (weight + ridge);
  }
}
