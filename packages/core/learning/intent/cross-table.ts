// The second stage: what single bins, and pairs with a bin of an early feature, add to the log
// odds. Each has a slot in one hashed table of fixed size, learnt by AdaGrad from the residual of
// the first stage. Pairs that share a slot share a weight. Source: J. Duchi, E. Hazan, Y. Singer,
// Adaptive subgradient methods (2011); hashed crosses as in H. B. McMahan et al., Ad click
// prediction (2013).

export interface CrossTable {
  /** A power of two. */
  readonly slots: number;
  readonly weights: Float32Array;
  /** Sum of squared gradients, by slot. */
  readonly squares: Float32Array;
}

export function newCrossTable(slots: number): CrossTable {
  return { slots, weights: new Float32Array(slots), squares: new Float32Array(slots) };
}

/**
 * Writes the slots of all single bins, and of pairs with one of the first `leading` features, into
 * `slots`. Returns how many there are. A bin of 0 is unknown and is left out. Each feature's own
 * slot comes first, then, if it leads, its pairs with later features: `score-parts.ts` reads them
 * in this order.
 */
export function crossSlots(
  table: CrossTable,
  bins: Uint8Array,
  leading: number,
  slots: Int32Array,
): number {
  const mask = table.slots - 1;
  let many = 0;
  for (let one = 0; one < bins.length; one++) {
    const bin = bins[one] ?? 0;
    if (bin === 0) continue;
    const code = Math.imul((one << 8) | bin, 0x9e3779b1);
    slots[many++] = (code ^ (code >>> 15)) & mask;
    if (one >= leading) continue;
    const turned = (code << 13) | (code >>> 19);
    for (let other = one + 1; other < bins.length; other++) {
      const beside = bins[other] ?? 0;
      if (beside === 0) continue;
      const mixed = Math.imul(turned ^ ((other << 8) | beside), 0x85ebca6b);
      slots[many++] = (mixed ^ (mixed >>> 13)) & mask;
    }
  }
  return many;
}

/** What the slots add to the log odds. */
export function sumOf({ weights }: CrossTable, slots: Int32Array, many: number): number {
  let sum = 0;
  for (let at = 0; at < many; at++) sum += weights[slots[at] ?? 0] ?? 0;
  return sum;
}

/** Moves every slot against the gradient (`predicted − outcome`) of the loss. */
export function learnSlots(
  { weights, squares }: CrossTable,
  slots: Int32Array,
  many: number,
  slope: number,
  rate: number,
): void {
  const square = slope * slope;
  for (let at = 0; at < many; at++) {
    const slot = slots[at] ?? 0;
    const sum = (squares[slot] ?? 0) + square;
    squares[slot] = sum;
    weights[slot] = (weights[slot] ?? 0) - (rate * slope) / Math.sqrt(1e-3 + sum);
  }
}
