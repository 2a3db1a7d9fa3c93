// One figure of the benches, and how several measurements become one. It judges nothing: a row
// shows its target beside its value, met or not.

export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** For example `≤ 10`. Empty if the figure has no target. */
  readonly target: string;
  /** The set-up: what was measured, where, for how long. */
  readonly how: string;
}

/** The value below which `share` (0 to 1) of the sorted values lie. NaN for an empty list. */
export function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Rounds to this many decimals, so that rows are easy to read. */
export function rounded(value: number, decimals = 1): number {
  return Math.round(value * 10 ** decimals) / 10 ** decimals;
}
