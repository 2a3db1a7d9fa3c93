// The mean and spread of the mails' results over random orderings, and the rows about the capacity
// used.
import { rounded } from './row.ts';
import type { BenchRow } from './row.ts';
import type { Replay } from './uplift-replay.ts';

/** The error overall and in the worst thousand arrivals, for the worst of all orderings. */
export function* capacityRows(name: string, replays: readonly Replay[]): Iterable<BenchRow> {
  const overall = replays.map(({ error }) => error);
  const thousand = replays.map(({ worstError }) => worstError);
  const how =
    'worst of all orderings, share admitted minus 0.3, from the first arrival on; it measures the mail room of ' +
    'the bench (mail-room.ts, a quantile of the mails’ worth, with a debt), which only mails use; it says ' +
    'nothing about the product’s room, which is agents’ time with its own price (skill-time.ts)';
  const all = `${how}, over all arrivals; ${meanText(overall)}`;
  yield row(name, Math.max(...overall), '≤ 0.003', all);
  const any = `${how}, in any 1,000 arrivals in a row; ${meanText(thousand)}`;
  yield row(`${name}.worst1000`, Math.max(...thousand), '≤ 0.02', any);
}

export function spreadOf(values: readonly number[]): string {
  const spread = deviation(values);
  const error = (spread / Math.sqrt(values.length)).toFixed(4);
  return `mean of ${values.length} orderings ± ${error}, SD ${spread.toFixed(4)}`;
}

function meanText(values: readonly number[]): string {
  return `mean of ${values.length} orderings ${mean(values).toFixed(5)}, SD ${deviation(values).toFixed(5)}`;
}

function deviation(values: readonly number[]): number {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, values.length - 1));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function row(name: string, value: number, target: string, how: string): BenchRow {
  return { name, value: rounded(value, 5), unit: 'share', target, how };
}
