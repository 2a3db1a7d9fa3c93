/*
 * Whether harm is proved by more than one network of senders. An attacker with fake visitors and
 * orders can produce any difference between the arms, but only with visitors of the networks they
 * control. So harm must be proved over all visitors, and again without each network in turn. It
 * knows no addresses: networks are numbers.
 */
import type { ArmSums, Comparison } from '../effect/arm-sums.ts';
import type { Certainty } from '../effect/confidence-sequence.ts';
import type { Harm, HarmMeasure } from './harm.ts';
import { harmIn } from './harm.ts';

/** The visitors of one network. Null: trusted senders, who are never left out. */
export interface NetworkPart {
  readonly network: number | null;
  readonly comparison: Comparison;
}

/**
 * What is harmed over all parts together, and still is without any one network. Otherwise null. One
 * network cannot raise the chance of a false call, whatever it sends: without it the others are
 * unaffected, and their interval is wrong in at most alpha of periods.
 */
export function spreadHarmOf(
  parts: readonly NetworkPart[],
  certainty: Certainty,
  measures: readonly HarmMeasure[],
): Harm | null {
  for (const measure of measures) {
    const harm = harmIn(measure, together(parts), certainty);
    const holds = (rest: Comparison): boolean => harmIn(measure, rest, certainty) !== null;
    if (harm !== null && holdsWithoutEach(parts, holds)) return harm;
  }
  return null;
}

/** Whether a condition is true over all networks but one, for every choice of that one. */
export function holdsWithoutEach(
  parts: readonly NetworkPart[],
  holds: (rest: Comparison) => boolean,
): boolean {
  const whole = together(parts);
  const networks = Map.groupBy(
    parts.filter(({ network }) => network !== null),
    ({ network }) => network,
  );
  return [...networks.values()].every((own) => holds(difference(whole, together(own))));
}

/** All visitors. */
export function together(parts: readonly NetworkPart[]): Comparison {
  const add = (arm: 'treatment' | 'control'): ArmSums => ({
    visitors: sum(parts, ({ comparison }) => comparison[arm].visitors),
    conversions: sum(parts, ({ comparison }) => comparison[arm].conversions),
    valueSum: sum(parts, ({ comparison }) => comparison[arm].valueSum),
    valueSquareSum: sum(parts, ({ comparison }) => comparison[arm].valueSquareSum),
  });
  return { treatment: add('treatment'), control: add('control') };
}

function sum(parts: readonly NetworkPart[], of: (part: NetworkPart) => number): number {
  return parts.reduce((total, part) => total + of(part), 0);
}

function difference(whole: Comparison, part: Comparison): Comparison {
  return {
    treatment: less(whole.treatment, part.treatment),
    control: less(whole.control, part.control),
  };
}

/** Sums of values are rounded: the rest of nothing must be exactly nothing. */
function less(whole: ArmSums, part: ArmSums): ArmSums {
  return {
    visitors: whole.visitors - part.visitors,
    conversions: whole.conversions - part.conversions,
    valueSum: Math.max(0, whole.valueSum - part.valueSum),
    valueSquareSum: Math.max(0, whole.valueSquareSum - part.valueSquareSum),
  };
}
