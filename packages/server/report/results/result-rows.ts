// The rows of the results, one for each arm's variant on each day, and how they add up: sums for
// the proof over closed windows, and counts for people.
import { EMPTY_ARM } from '@opportune/core/proof/effect/arm-sums.ts';
import type { ArmSums } from '@opportune/core/proof/effect/arm-sums.ts';
import type { ArmResult } from '@opportune/protocol/rest/report/report.ts';

/** A group of units. */
export interface ClosingRow {
  /** The next instant at which a window of the group closes. 0 if none is open. */
  readonly next_closes_ms: number;
}

/** One group of the results query: an arm's variant on one day. */
export interface ResultRow extends ClosingRow {
  readonly arm: 'optimise' | 'treatment' | 'control';
  readonly variant: string;
  readonly day: string;
  readonly last_ms: number;
  readonly eligible: number;
  readonly exposed: number;
  readonly engaged: number;
  readonly converted: number;
  readonly value: number;
  readonly live: number;
  readonly fallback: number;
  readonly content: number;
  readonly closed_visitors: number;
  readonly closed_engaged: number;
  readonly closed_conversions: number;
  readonly closed_value: number;
  readonly closed_squares: number;
  readonly back_orders: number;
  readonly back_value: number;
  readonly later_orders: number;
  readonly later_value: number;
  readonly later_conversions: number;
  readonly last_closes_ms: number;
}

/** What the proof reads of a group of units: closed windows only. */
export type ClosedRow = Pick<
  ResultRow,
  'arm' | 'closed_visitors' | 'closed_conversions' | 'closed_value' | 'closed_squares'
>;

/** What the proof reads of one arm. */
export function sums(rows: readonly ClosedRow[], arm: ResultRow['arm']): ArmSums {
  const own = rows.filter((row) => row.arm === arm);
  if (own.length === 0) return EMPTY_ARM;
  return {
    visitors: total(own, 'closed_visitors'),
    conversions: total(own, 'closed_conversions'),
    valueSum: total(own, 'closed_value'),
    valueSquareSum: total(own, 'closed_squares'),
  };
}

/** What is shown as it comes in, whichever windows are open. */
export function counts(rows: readonly ResultRow[]): ArmResult['soFar'] {
  return {
    eligible: total(rows, 'eligible'),
    exposed: total(rows, 'exposed'),
    engaged: total(rows, 'engaged'),
    converted: total(rows, 'converted'),
    value: total(rows, 'value'),
  };
}

/**
 * What refunds and cancellations took, and what arrived after the closing and so changes no effect.
 */
export function takenBack(rows: readonly ResultRow[]): ArmResult['takenBack'] {
  return {
    orders: total(rows, 'back_orders'),
    value: total(rows, 'back_value'),
    later: {
      orders: total(rows, 'later_orders'),
      value: total(rows, 'later_value'),
      conversions: total(rows, 'later_conversions'),
    },
  };
}

/** When time alone changes the rows: as the next window closes. */
export function nextClosing(rows: readonly ClosingRow[]): number {
  const instants = rows.map((row) => row.next_closes_ms).filter((ms) => ms > 0);
  return Math.min(Infinity, ...instants);
}

type NumberColumn = Exclude<keyof ResultRow, 'arm' | 'variant' | 'day'>;

export function total<Column extends NumberColumn>(
  rows: readonly Readonly<Record<Column, number>>[],
  column: Column,
): number {
  return rows.reduce((sum, row) => sum + row[column], 0);
}
