// Adds up rehearsed visitors of an account one by one, in memory that does not grow with them: how
// many, when in the visit, where, and what they did afterwards. It scales nothing and estimates
// nothing; a caller that examined a sample has to say so.
import type { Goal } from '@opportune/protocol/campaign/campaign.ts';
import type { Decision } from '@opportune/protocol/campaign/decision.ts';
import { rehearsalLimits, windowLimits } from '@opportune/protocol/limits/campaigns.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { wallClock } from '../../world/local-time.ts';
import type { Reached, RehearsedVisit, RehearsedVisitor } from './rehearse.ts';
import { leftAt, partsBack, type ReturnReport } from './taken-back.ts';

export interface TallyQuestion {
  readonly goal: Goal | null;
  readonly timeZone: string;
  /** A visitor counts from their first visit or moment at or after it. */
  readonly from: number;
  /** Until when events are known. A window that ends later is still open. */
  readonly knownUntil: number;
  /** By conversion key: reported refunds and cancellations. */
  readonly returns: ReadonlyMap<string, readonly ReturnReport[]>;
}

/** Visitors, once each: those whose window is over, and what they did in it. */
export interface Outcome {
  visitors: number;
  converted: number;
  /** Capped by the goal's cap. */
  value: number;
  /** Sum of the squared value of each visitor, for the variance. */
  valueSquares: number;
  /** Their window is still open. */
  pending: number;
}

export interface DayTally {
  visits: number;
  eligibleVisits: number;
  /** By each visitor's first eligible instant. */
  eligibleVisitors: number;
}

export interface RehearsalTally {
  /** Visitors examined, including those who count nowhere. */
  looked: number;
  visits: number;
  visitors: number;
  eligibleVisits: number;
  eligibleVisitors: number;
  /** Sums over visitors: visits squared, eligible visits squared, and their product. */
  readonly squares: { visits: number; eligible: number; products: number };
  /** By number of the local day since 1970. */
  readonly days: Map<number, DayTally>;
  /**
   * Eligible visits by the second of the visit at which they first became eligible. The last entry
   * is for later.
   */
  readonly seconds: number[];
  readonly pages: Map<string, number>;
  readonly sections: Map<string, number>;
  readonly offers: Record<Decision['offer'], number>;
  readonly eligible: Outcome;
  /** For an optimising draft: visitors enrolled by its audience, from then on. */
  audienceVisits: number;
  audienceVisitors: number;
  readonly audience: Outcome;
  /** All visitors with a visit, from its start on. */
  readonly all: Outcome;
}

/** Seconds of a visit that are counted separately. */
export const secondsCounted = 2 * 3600;

export function newTally(): RehearsalTally {
  const outcome = (): Outcome => ({
    visitors: 0,
    converted: 0,
    value: 0,
    valueSquares: 0,
    pending: 0,
  });
  return {
    looked: 0,
    visits: 0,
    visitors: 0,
    eligibleVisits: 0,
    eligibleVisitors: 0,
    squares: { visits: 0, eligible: 0, products: 0 },
    days: new Map(),
    seconds: Array.from({ length: secondsCounted + 1 }, () => 0),
    pages: new Map(),
    sections: new Map(),
    offers: { live: 0, fallback: 0, content: 0 },
    eligible: outcome(),
    audienceVisits: 0,
    audienceVisitors: 0,
    audience: outcome(),
    all: outcome(),
  };
}

/** Adds one visitor. A visitor without a visit only adds to `looked`. */
export function addToTally(
  tally: RehearsalTally,
  { visits, reached }: RehearsedVisitor,
  question: TallyQuestion,
): void {
  tally.looked++;
  const [begin] = visits;
  if (begin === undefined) return;
  tally.visitors++;
  addSquares(tally, visits);
  for (const visit of visits) addVisit(tally, visit, question);
  const start = Math.max(begin.startedAt, question.from);
  addOutcome(tally.all, { start, visitEnd: begin.endedAt, reached }, question);
  addAudience(tally, visits, reached, question);
  addEligible(tally, { visits, reached }, question);
}

function addEligible(
  tally: RehearsalTally,
  { visits, reached }: Pick<RehearsedVisitor, 'visits' | 'reached'>,
  question: TallyQuestion,
): void {
  const first = visits.find(({ eligible }) => eligible !== null);
  if (first?.eligible == null) return;
  tally.eligibleVisitors++;
  dayOf(tally, first.eligible.at, question).eligibleVisitors++;
  const enrolled = { start: first.eligible.at, visitEnd: first.endedAt, reached };
  addOutcome(tally.eligible, enrolled, question);
}

function addSquares({ squares }: RehearsalTally, visits: readonly RehearsedVisit[]): void {
  const eligible = visits.filter((visit) => visit.eligible !== null).length;
  squares.visits += visits.length ** 2;
  squares.eligible += eligible ** 2;
  squares.products += visits.length * eligible;
}

function addAudience(
  tally: RehearsalTally,
  visits: readonly RehearsedVisit[],
  reached: RehearsedVisitor['reached'],
  question: TallyQuestion,
): void {
  const taken = visits.filter(({ takenInAt }) => takenInAt !== null);
  const [first] = taken;
  if (first?.takenInAt == null) return;
  tally.audienceVisits += taken.length;
  tally.audienceVisitors++;
  const enrolled = { start: first.takenInAt, visitEnd: first.endedAt, reached };
  addOutcome(tally.audience, enrolled, question);
}

function addVisit(tally: RehearsalTally, visit: RehearsedVisit, question: TallyQuestion): void {
  const { startedAt, eligible } = visit;
  const day = dayOf(tally, Math.max(startedAt, question.from), question);
  tally.visits++;
  day.visits++;
  if (eligible === null) return;
  tally.eligibleVisits++;
  day.eligibleVisits++;
  tally.offers[eligible.offer]++;
  const second = Math.min(secondsCounted, Math.floor((eligible.at - startedAt) / 1000));
  tally.seconds[second] = (tally.seconds[second] ?? 0) + 1;
  if (eligible.path !== null) count(tally.pages, eligible.path);
  for (const section of eligible.sections) count(tally.sections, section);
}

function dayOf({ days }: RehearsalTally, at: number, { timeZone }: TallyQuestion): DayTally {
  const number = wallClock(timeZone, at)?.day ?? wallClock('UTC', at)?.day ?? 0;
  const day = days.get(number) ?? { visits: 0, eligibleVisits: 0, eligibleVisitors: 0 };
  days.set(number, day);
  return day;
}

/** A name beyond the limit is not counted: the names then sum to less than the total. */
function count(names: Map<string, number>, name: string, more = 1): void {
  const before = names.get(name);
  if (before === undefined && names.size >= rehearsalLimits.names) return;
  names.set(name, (before ?? 0) + more);
}

interface Enrolled {
  readonly start: number;
  /** The last sign of the visit in which they start. */
  readonly visitEnd: number;
  readonly reached: RehearsedVisitor['reached'];
}

/**
 * Counted as in results: by event time, from the start to the end of the window, with everything
 * received by the closing, including refunds.
 */
function addOutcome(outcome: Outcome, enrolled: Enrolled, question: TallyQuestion): void {
  const { goal, knownUntil } = question;
  if (goal === null) return;
  const { start, reached } = enrolled;
  const { end, closesAt } = windowOf(goal, enrolled);
  if (closesAt > knownUntil) {
    outcome.pending++;
    return;
  }
  let [converted, whole] = [false, 0];
  for (const each of reached) {
    if (each.at < start || each.at > end || each.receivedAt > closesAt) continue;
    const left = leftOf(each, question, closesAt);
    if (left > 0) converted = true;
    whole += each.value * left;
  }
  outcome.visitors++;
  if (converted) outcome.converted++;
  const capped = Math.min(whole, goal.valueCap ?? Infinity);
  outcome.value += capped;
  outcome.valueSquares += capped * capped;
}

/** A same-visit window ends with the visit, half an hour after its last sign. */
function windowOf(
  { window }: Goal,
  { start, visitEnd }: Enrolled,
): { readonly end: number; readonly closesAt: number } {
  if (window.type === 'duration') {
    const end = start + window.seconds * 1000;
    return { end, closesAt: end + windowLimits.lateMs };
  }
  const visitOver = Math.max(start, visitEnd) + profileLimits.visitGapMs;
  const end = Math.min(visitOver, start + windowLimits.visitMs);
  return { end, closesAt: end };
}

function leftOf(
  { key, orderSum: sum, currency }: Reached,
  { returns }: TallyQuestion,
  at: number,
): number {
  const reports = returns.get(key);
  return reports === undefined ? 1 : leftAt(partsBack(reports, { sum, currency }), at);
}

/**
 * Adds another tally. The order of the parts makes no difference, except for names beyond the
 * limit.
 */
export function addTally(tally: RehearsalTally, part: RehearsalTally): void {
  tally.looked += part.looked;
  tally.visits += part.visits;
  tally.visitors += part.visitors;
  tally.eligibleVisits += part.eligibleVisits;
  tally.eligibleVisitors += part.eligibleVisitors;
  addFields(tally.squares, part.squares);
  addDays(tally.days, part.days);
  for (const [second, visits] of part.seconds.entries())
    tally.seconds[second] = (tally.seconds[second] ?? 0) + visits;
  for (const [name, visits] of part.pages) count(tally.pages, name, visits);
  for (const [name, visits] of part.sections) count(tally.sections, name, visits);
  addFields(tally.offers, part.offers);
  addFields(tally.eligible, part.eligible);
  tally.audienceVisits += part.audienceVisits;
  tally.audienceVisitors += part.audienceVisitors;
  addFields(tally.audience, part.audience);
  addFields(tally.all, part.all);
}

function addDays(days: RehearsalTally['days'], part: RehearsalTally['days']): void {
  for (const [number, counts] of part) {
    const day = days.get(number);
    if (day === undefined) days.set(number, { ...counts });
    else addFields(day, counts);
  }
}

function addFields<Name extends string>(
  sums: Record<Name, number>,
  part: Readonly<Record<Name, number>>,
): void {
  for (const name in part) sums[name] += part[name];
}

/** The second of the visit by which half of the eligible visits were eligible. Null for none. */
export function medianSecond({ seconds, eligibleVisits }: RehearsalTally): number | null {
  let passed = 0;
  for (const [second, visits] of seconds.entries()) {
    passed += visits;
    if (passed > 0 && passed * 2 >= eligibleVisits) return second;
  }
  return null;
}
