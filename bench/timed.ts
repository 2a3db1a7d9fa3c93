// How long one of many short calls takes, by the clock and in processor time. Other work on the machine
// adds to a pass and takes nothing off, so of several passes the least is the nearest.
import { percentile, rounded } from './row.ts';

/** Microseconds a call. */
export interface Timed {
  readonly p99: number;
  readonly median: number;
  /** In processor time of the thread, the clock that is read twice a call included. */
  readonly mean: number;
}

/** One pass: every item once. */
export function timed<T>(items: readonly T[], act: (item: T) => void): Timed {
  const times = new Float64Array(items.length);
  const before = process.threadCpuUsage();
  for (const [at, item] of items.entries()) {
    const from = performance.now();
    act(item);
    times[at] = (performance.now() - from) * 1_000;
  }
  const after = process.threadCpuUsage();
  const used = after.user + after.system - before.user - before.system;
  times.sort();
  const mean = used / Math.max(1, items.length);
  return { p99: percentile(times, 0.99), median: percentile(times, 0.5), mean };
}

/** Of each figure the least of the passes. */
export function least(passes: readonly Timed[]): Timed {
  const of = (figure: keyof Timed): number =>
    rounded(Math.min(...passes.map((pass) => pass[figure])), 2);
  return { p99: of('p99'), median: of('median'), mean: of('mean') };
}

/** For the `how` of a row whose value is the p99. */
export function timedText({ median, mean }: Timed, passes: number): string {
  return `least of ${passes} passes; median ${median} µs, mean ${mean} µs of processor time`;
}
