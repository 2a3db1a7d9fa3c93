// How long one of many short calls takes, by the clock and in processor time. Other work on the
// machine only adds time. So the lowest value is closest to the truth, over several passes of the
// same items and over stretches short enough that some are undisturbed.
import { percentile, rounded } from './row.ts';

const STRETCH = 1_000;

/** Microseconds per call. */
export interface Timed {
  /** The lowest p99 of all stretches of `STRETCH` calls in a row. */
  readonly p99: number;
  readonly median: number;
  /** In the thread's processor time, including the two clock readings of each call. */
  readonly mean: number;
  /** For each item, in their order. */
  readonly each: Float64Array;
}

/** One pass over every item. */
export function timed<T>(items: readonly T[], act: (item: T, at: number) => void): Timed {
  const each = new Float64Array(items.length);
  const before = process.threadCpuUsage();
  for (let at = 0; at < items.length; at++) {
    const item = items[at];
    if (item === undefined) continue;
    const from = performance.now();
    act(item, at);
    each[at] = (performance.now() - from) * 1_000;
  }
  const after = process.threadCpuUsage();
  const used = after.user + after.system - before.user - before.system;
  const mean = used / Math.max(1, items.length);
  return { p99: leastStretch(each), median: percentile(each.toSorted(), 0.5), mean, each };
}

/** The lowest of all passes, for each figure and each item. */
export function least(passes: readonly Timed[]): Timed {
  const of = (figure: 'p99' | 'median' | 'mean'): number =>
    rounded(Math.min(...passes.map((pass) => pass[figure])), 2);
  const each = Float64Array.from(passes[0]?.each ?? []);
  for (const pass of passes)
    pass.each.forEach((us, at) => (each[at] = Math.min(us, each[at] ?? us)));
  return { p99: of('p99'), median: of('median'), mean: of('mean'), each };
}

/** For the `how` of a row whose value is the p99. */
export function timedText({ median, mean, each }: Timed, passes: number): string {
  const quiet = rounded(percentile(each.toSorted(), 0.99), 2);
  const stretches = passes * Math.max(1, Math.floor(each.length / STRETCH));
  return `least p99 of ${stretches} stretches of ${STRETCH}; p99 of each one's least ${quiet} µs; median ${median} µs, mean ${mean} µs of processor time`;
}

function leastStretch(each: Float64Array): number {
  let p99 = Infinity;
  for (let from = 0; from === 0 || from + STRETCH <= each.length; from += STRETCH) {
    const sorted = each.slice(from, from + STRETCH).sort();
    p99 = Math.min(p99, percentile(sorted, 0.99));
  }
  return p99;
}
