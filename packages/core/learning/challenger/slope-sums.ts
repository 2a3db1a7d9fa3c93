// Sums of both derivatives of the loss by node, feature and code, level by level: the input for
// finding cuts. Of two siblings only the smaller is summed; the other is its parent minus it. It
// decides no cut.
import { treeLimits } from './boosted-trees.ts';
import { CODES } from './moment-codes.ts';

/**
 * The training data, feature by feature: the code of moment i for feature f is `columns[f * many +
 * i]`.
 */
export interface Columns {
  readonly width: number;
  readonly many: number;
  readonly columns: Uint8Array;
}

/**
 * First and second derivative of the loss at each moment. Both 0 if it takes no part in the tree.
 */
export interface Slopes {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** Numbers for one feature in one node: both sums of each code. */
export const perNode = CODES * 2;

/** Buffers for growing trees one after another on the same moments. */
export interface GrowthRoom {
  /** Moments that take part, those of a node side by side. */
  readonly moments: Int32Array;
  readonly spare: Int32Array;
  /** One list for each level: `perNode` numbers for each feature and node. */
  readonly sums: readonly Float64Array[];
}

export function newGrowthRoom({ width, many }: Columns): GrowthRoom {
  return {
    moments: new Int32Array(many),
    spare: new Int32Array(many),
    sums: Array.from(
      { length: treeLimits.depth },
      (_, level) => new Float64Array(width * (1 << level) * perNode),
    ),
  };
}

/** Fills the sums of a level. `ends[n]` is where the moments of node n end. */
export function sumLevel(
  on: Columns,
  slopes: Slopes,
  room: GrowthRoom,
  { level, ends }: { readonly level: number; readonly ends: Int32Array },
): void {
  const here = room.sums[level];
  const above = room.sums[level - 1];
  if (here === undefined) return;
  here.fill(0);
  const nodes = 1 << level;
  for (let feature = 0; feature < on.width; feature++) {
    const into = here.subarray(feature * nodes * perNode, (feature + 1) * nodes * perNode);
    if (above === undefined) {
      addMoments(into, on, feature, slopes, room.moments.subarray(0, ends[0]));
      continue;
    }
    for (let left = 0; left < nodes; left += 2) {
      const parent = (feature * (nodes >> 1) + (left >> 1)) * perNode;
      const small = sizeOf(ends, left) <= sizeOf(ends, left + 1) ? left : left + 1;
      const smaller = into.subarray(small * perNode, (small + 1) * perNode);
      const range = room.moments.subarray(startOf(ends, small), ends[small]);
      addMoments(smaller, on, feature, slopes, range);
      const larger = into.subarray((small ^ 1) * perNode, ((small ^ 1) + 1) * perNode);
      for (let at = 0; at < perNode; at++)
        larger[at] = (above[parent + at] ?? 0) - (smaller[at] ?? 0);
    }
  }
}

/** Where the moments of a node begin. */
export function startOf(ends: Int32Array, node: number): number {
  return node === 0 ? 0 : (ends[node - 1] ?? 0);
}

function sizeOf(ends: Int32Array, node: number): number {
  return (ends[node] ?? 0) - startOf(ends, node);
}

function addMoments(
  sums: Float64Array,
  { columns, many }: Columns,
  feature: number,
  { first, second }: Slopes,
  moments: Int32Array,
): void {
  const from = feature * many;
  for (let at = 0; at < moments.length; at++) {
    const moment = moments[at] ?? 0;
    const place = (columns[from + moment] ?? 0) << 1;
    sums[place] = (sums[place] ?? 0) + (first[moment] ?? 0);
    sums[place + 1] = (sums[place + 1] ?? 0) + (second[moment] ?? 0);
  }
}
