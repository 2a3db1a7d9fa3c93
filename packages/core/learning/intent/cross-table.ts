// The second stage: what single bins, and pairs with a bin of an early feature, add to the log odds,
// each a slot of one hashed table, learnt by AdaGrad from what the first stage left over. Pairs that
// share a slot share a weight; the table never grows.
// Source: J. Duchi, E. Hazan, Y. Singer, Adaptive subgradient methods (2011); hashed crosses as in
// H. B. McMahan et al., Ad click prediction (2013).

export interface CrossTable {
  /** A power of two. */
  readonly slots: number;
  readonly weights: Float32Array;
  /** Sum of squared slopes, by slot. */
  readonly squares: Float32Array;
}

export function newCrossTable(slots: number): CrossTable {
  return { slots, weights: new Float32Array(slots), squares: new Float32Array(slots) };
}

/**
 * The slots of all single bins, and of pairs with one of the first `leading`, written into `slots`;
 * how many there are. A bin of 0 is unknown and takes no part.
 */
export function crossSlots(
  table: CrossTable,
  bins: Uint8Array,
  leading: number,
  slots: Int32Array,
): number {
  let many = 0;
  for (let one = 0; one < bins.length; one++) {
    const bin = bins[one] ?? 0;
    if (bin === 0) continue;
    slots[many++] = slotOfBin(table, one, bin);
    if (one >= leading) continue;
    const turned = turnedCode(one, bin);
    for (let other = one + 1; other < bins.length; other++) {
      const beside = bins[other] ?? 0;
      if (beside !== 0) slots[many++] = slotBeside(table, turned, other, beside);
    }
  }
  return many;
}

/** What the bin of one feature adds to the log odds. */
export function weightOfBin(table: CrossTable, one: number, bin: number): number {
  return bin === 0 ? 0 : (table.weights[slotOfBin(table, one, bin)] ?? 0);
}

/** What the bins of two features add together, `one` being the feature that stands first. */
export function weightOfPair(
  table: CrossTable,
  [one, bin]: readonly [feature: number, bin: number],
  [other, beside]: readonly [feature: number, bin: number],
): number {
  if (bin === 0 || beside === 0) return 0;
  return table.weights[slotBeside(table, turnedCode(one, bin), other, beside)] ?? 0;
}

function codeOf(feature: number, bin: number): number {
  return Math.imul((feature << 8) | bin, 0x9e3779b1);
}

function slotOfBin({ slots }: CrossTable, one: number, bin: number): number {
  const code = codeOf(one, bin);
  return (code ^ (code >>> 15)) & (slots - 1);
}

function turnedCode(one: number, bin: number): number {
  const code = codeOf(one, bin);
  return (code << 13) | (code >>> 19);
}

function slotBeside({ slots }: CrossTable, turned: number, other: number, beside: number): number {
  const mixed = Math.imul(turned ^ ((other << 8) | beside), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) & (slots - 1);
}

/** What the slots add to the log odds. */
export function sumOf({ weights }: CrossTable, slots: Int32Array, many: number): number {
  let sum = 0;
  for (let at = 0; at < many; at++) sum += weights[slots[at] ?? 0] ?? 0;
  return sum;
}

/** Moves every slot against the slope (`predicted − outcome`) of the loss. */
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
