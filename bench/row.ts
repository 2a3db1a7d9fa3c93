// One figure of the benches, and how several measurements become one. It judges nothing: a row shows
// its target beside its value, met or not.

export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Such as `≤ 10`; empty where the figure only informs. */
  readonly target: string;
  /** The set-up: what was measured, where, for how long. */
  readonly how: string;
}

/** The value below which `share` (0 to 1) of the sorted values lie; NaN of none. */
export function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** To so many decimals, so that rows are read and not deciphered. */
export function rounded(value: number, decimals = 1): number {
  return Math.round(value * 10 ** decimals) / 10 ** decimals;
}
