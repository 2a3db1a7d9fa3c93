// Measures of scores: ranking (area under the curve) and calibration. Also repeatable shuffles. It
// knows no model and no file.

/**
 * The probability that a visit that reached the goal ranks above one that did not. A tie counts
 * half.
 */
export function areaUnderCurve(scores: readonly number[], reached: readonly boolean[]): number {
  const order = scores.map((_, at) => at).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  let ranks = 0;
  let many = 0;
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && scores[order[to] ?? 0] === scores[order[from] ?? 0]) to++;
    for (let at = from; at < to; at++) {
      if (reached[order[at] ?? 0] !== true) continue;
      ranks += (from + 1 + to) / 2;
      many++;
    }
  }
  return (ranks - (many * (many + 1)) / 2) / (many * (order.length - many));
}

/**
 * Expected calibration error over ten bins of equal width: |mean probability − share that reached
 * the goal|, weighted by visits. Source: M. P. Naeini et al., Obtaining well calibrated
 * probabilities using Bayesian binning (2015).
 */
export function calibrationError(
  probabilities: readonly number[],
  reached: readonly boolean[],
): number {
  const bins = Array.from({ length: 10 }, () => ({ sum: 0, reached: 0 }));
  probabilities.forEach((probability, at) => {
    const bin = bins[Math.min(9, Math.floor(probability * 10))];
    if (bin === undefined) return;
    bin.sum += probability;
    if (reached[at] === true) bin.reached++;
  });
  const off = bins.reduce((sum, bin) => sum + Math.abs(bin.sum - bin.reached), 0);
  return off / probabilities.length;
}

/** Numbers from 0 to 1, determined by the seed (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A new list in an order determined by `next`. */
export function shuffled<Item>(items: readonly Item[], next: () => number): Item[] {
  const order = items.map((item) => ({ item, key: next() }));
  return order.sort((one, other) => one.key - other.key).map(({ item }) => item);
}

/** Splits both outcomes in the same ratio: the first part has `share` of each. */
export function stratified<Item extends { readonly reached: boolean }>(
  items: readonly Item[],
  share: number,
  next: () => number,
): { readonly train: Item[]; readonly test: Item[] } {
  const train: Item[] = [];
  const test: Item[] = [];
  for (const outcome of [true, false]) {
    const all = shuffled(
      items.filter(({ reached }) => reached === outcome),
      next,
    );
    const cut = Math.round(all.length * share);
    train.push(...all.slice(0, cut));
    test.push(...all.slice(cut));
  }
  return { train: shuffled(train, next), test };
}

export function meanAndSpread(values: readonly number[]): { mean: number; spread: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, spread: Math.sqrt(squares / Math.max(1, values.length - 1)) };
}
