/*
 * What an arm did, as four running sums that one SQL query can compute. Each visitor counts once,
 * by the arm first decided, whether or not anything was shown (intention to treat), and only after
 * the attribution window has closed. The proof sees no finer data.
 */
import { assert } from '../assert.ts';

/** The sums of one arm. A visitor who did not convert has value 0 and adds to `visitors` only. */
export interface ArmSums {
  readonly visitors: number;
  /** Visitors who reached the goal. Several conversions of one visitor count once. */
  readonly conversions: number;
  /** Sum over visitors of min(value of the visitor, cap), in the account's currency. */
  readonly valueSum: number;
  /** Sum over visitors of min(value of the visitor, cap)². */
  readonly valueSquareSum: number;
}

/** Two arms of one period, each with the same cap on values, set before the first visitor. */
export interface Comparison {
  readonly treatment: ArmSums;
  readonly control: ArmSums;
}

/** An arm before its first visitor. */
export const EMPTY_ARM: ArmSums = { visitors: 0, conversions: 0, valueSum: 0, valueSquareSum: 0 };

/** Throws on sums that no set of visitors can have. */
export function assertArmSums(arm: ArmSums): void {
  assert(Number.isInteger(arm.visitors) && arm.visitors >= 0, 'visitors must be a whole count');
  assert(
    Number.isInteger(arm.conversions) && arm.conversions >= 0 && arm.conversions <= arm.visitors,
    'conversions must be a whole count of at most the visitors',
  );
  assert(Number.isFinite(arm.valueSum) && arm.valueSum >= 0, 'values must not be negative');
  assert(
    Number.isFinite(arm.valueSquareSum) && arm.valueSquareSum >= 0,
    'squares of values must not be negative',
  );
}
