// Grows one tree on the slopes of the log loss: level by level, each node at the cut that lowers the
// loss most, found on a histogram of the codes of each feature. A node that no cut helps sends all to
// the left.
// Source: T. Chen and C. Guestrin, XGBoost: a scalable tree boosting system (2016), eq. 6 and 7.
import { treeLimits } from './boosted-trees.ts';
import { CODES } from './moment-codes.ts';
import type { TrainingSettings } from './training-settings.ts';

/** What is trained on, feature by feature: the code of moment i for feature f is `columns[f * many + i]`. */
export interface Columns {
  readonly width: number;
  readonly many: number;
  readonly columns: Uint8Array;
}

/** First and second derivative of the loss at each moment; both 0 where it takes no part in the tree. */
export interface Slopes {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

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

/** Fills the room; answers which leaf each moment falls into. */
export function growTree(
  on: Columns,
  slopes: Slopes,
  settings: TrainingSettings,
  room: TreeRoom,
): Uint8Array {
  const node = new Uint8Array(on.many);
  for (let level = 0; level < treeLimits.depth; level++) {
    const nodes = 1 << level;
    const best = bestCuts(on, slopes, node, nodes, settings);
    room.features.set(best.feature, nodes - 1);
    room.cuts.set(best.cut, nodes - 1);
    descend(on, node, best);
  }
  fillLeaves(slopes, node, settings, room.leaves);
  return node;
}

function bestCuts(
  on: Columns,
  slopes: Slopes,
  node: Uint8Array,
  nodes: number,
  settings: TrainingSettings,
): Best {
  const best = {
    gain: new Float64Array(nodes).fill(settings.leastGain),
    feature: new Uint8Array(nodes),
    cut: new Uint8Array(nodes).fill(CODES - 1),
  };
  const histogram = new Float64Array(nodes * CODES * 2);
  for (let feature = 0; feature < on.width; feature++) {
    fillHistogram(histogram, on, feature, slopes, node);
    for (let at = 0; at < nodes; at++) improve(best, at, feature, histogram, settings);
  }
  return best;
}

/** Sums of both slopes by node and code. */
function fillHistogram(
  histogram: Float64Array,
  { columns, many }: Columns,
  feature: number,
  { first, second }: Slopes,
  node: Uint8Array,
): void {
  histogram.fill(0);
  const from = feature * many;
  for (let at = 0; at < many; at++) {
    const weight = second[at] ?? 0;
    if (weight === 0) continue;
    const place = (((node[at] ?? 0) << 8) | (columns[from + at] ?? 0)) << 1;
    histogram[place] = (histogram[place] ?? 0) + (first[at] ?? 0);
    histogram[place + 1] = (histogram[place + 1] ?? 0) + weight;
  }
}

/** Takes the best cut of this feature for the node, where it is better than what is there. */
function improve(
  best: Best,
  node: number,
  feature: number,
  histogram: Float64Array,
  { ridge, leastWeight }: TrainingSettings,
): void {
  const from = node * CODES * 2;
  let first = 0;
  let second = 0;
  for (let at = from; at < from + CODES * 2; at += 2) {
    first += histogram[at] ?? 0;
    second += histogram[at + 1] ?? 0;
  }
  const whole = (first * first) / (second + ridge);
  let left = 0;
  let weight = 0;
  for (let code = 0; code < CODES - 1; code++) {
    const more = histogram[from + code * 2 + 1] ?? 0;
    if (more === 0) continue;
    left += histogram[from + code * 2] ?? 0;
    weight += more;
    if (weight < leastWeight) continue;
    if (second - weight < leastWeight) return;
    const right = first - left;
    const gain =
      (left * left) / (weight + ridge) + (right * right) / (second - weight + ridge) - whole;
    if (gain <= (best.gain[node] ?? 0)) continue;
    best.gain[node] = gain;
    best.feature[node] = feature;
    best.cut[node] = code;
  }
}

/** Numbers nodes from the left of the next level. */
function descend({ columns, many }: Columns, node: Uint8Array, { feature, cut }: Best): void {
  for (let at = 0; at < many; at++) {
    const from = node[at] ?? 0;
    const code = columns[(feature[from] ?? 0) * many + at] ?? 0;
    node[at] = from * 2 + (code <= (cut[from] ?? 0) ? 0 : 1);
  }
}

function fillLeaves(
  { first, second }: Slopes,
  node: Uint8Array,
  { ridge, shrinkage }: TrainingSettings,
  leaves: Float32Array,
): void {
  const sums = new Float64Array(treeLimits.leaves);
  const weights = new Float64Array(treeLimits.leaves);
  for (let at = 0; at < node.length; at++) {
    const leaf = node[at] ?? 0;
    sums[leaf] = (sums[leaf] ?? 0) + (first[at] ?? 0);
    weights[leaf] = (weights[leaf] ?? 0) + (second[at] ?? 0);
  }
  for (let leaf = 0; leaf < treeLimits.leaves; leaf++)
    leaves[leaf] = (-shrinkage * (sums[leaf] ?? 0)) / ((weights[leaf] ?? 0) + ridge);
}
