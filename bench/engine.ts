// The engine's figures: the cost of applying and deciding one event for the standard visitor with
// the standard thousand engagements (standard-thousand.ts), which ask for no score. The same again
// with every visit scored. The bench checks that it measures the standard, and counts hits and
// scores, so a fast engine that does nothing fails here.
import assert from 'node:assert/strict';
import {
  compileCondition,
  newLeafBook,
} from '@opportune/core/behaviour/condition/compile-condition.ts';
import {
  compileConfiguration,
  type CompiledConfiguration,
} from '@opportune/core/decision/configuration/compile.ts';
import type { VisitorState } from '@opportune/core/decision/engine.ts';
import { availability, configuration } from '@opportune/core/world/test/shop.test-support.ts';
import type { LiveCampaign } from '@opportune/protocol/campaign/campaign.ts';
import type { GoalModel } from '@opportune/server/learn/intent/goal-model.ts';
import { eventsBefore, idsBefore, visitEvents, World } from './engine-world.ts';
import { learntGoal } from './learnt-goal.ts';
import type { BenchRow } from './row.ts';
import { own, standardElsewhere, standardThousand } from './standard-thousand.ts';

const visitors = 3000;
const sequencesBefore = 5;
const timersBefore = 2;
/** Visitors whose sequences are checked. */
const checkedVisitors = 100;
const measuredEvents = 10;
const longPast = 100_000;
/**
 * Visitors with a long history: enough that they do not fit the processor's caches, as on a server.
 */
const longPastVisitors = 32;
/** How often each of them comes back to be timed. */
const turns = 20;
/**
 * Other work on the machine only adds time to a pass, so the fastest of several is closest to the
 * truth.
 */
const passes = 5;

/** Yields the figures `engine.*`. */
export async function* engineRows(): AsyncIterable<BenchRow> {
  checkVisitors(standardThousand(1000));
  checkSequences(standardThousand(1000));
  const { mean, p99, hits } = measure(standardThousand(1000), visitors, null);
  assert.ok(hits > 0.005, `too few events decide: ${hits}`);
  const how = `standard thousand, ${visitors} standard visitors × their events 21 to 30, one thread; ${round(hits * 100)} % of events decide; fastest of ${passes} passes, each on new visitors`;
  yield {
    name: 'engine.event.mean.us',
    value: round(mean),
    unit: 'us',
    target: '<= 10',
    how: `${how}; processor time of all of it, including wakes and garbage collection`,
  };
  yield {
    name: 'engine.event.p99.us',
    value: round(p99),
    unit: 'us',
    target: '<= 50',
    how: `${how}; each timed by the clock`,
  };
  const scoring = measure(standardThousand(1000), visitors, learntGoal());
  const scored = `with every visit scored for one goal at every event that asks for it, as in an account that has learnt enough; ${round(scoring.scored * 100)} % of events note a score or its reasons. score.p99.us is the scoring alone`;
  yield {
    name: 'engine.event.mean.scored.us',
    value: round(scoring.mean),
    unit: 'us',
    target: '',
    how: `as the mean, ${scored}`,
  };
  yield {
    name: 'engine.event.p99.scored.us',
    value: round(scoring.p99),
    unit: 'us',
    target: '',
    how: `as the p99, ${scored}`,
  };
  const heap =
    'memory for each of 5,000 standard visitors, on the heap and beside it; exact with --expose-gc';
  yield {
    name: 'engine.visitor.kb',
    value: round(heldKb()),
    unit: 'KB',
    target: '<= 6',
    how: heap,
  };
  for (const engagements of [10, 100, 1000, 10_000]) {
    const {
      mean: cost,
      hits,
      byTime,
      inWakes,
    } = measure(standardThousand(engagements), 1000, null);
    yield {
      name: `engine.event.mean.${engagements}.us`,
      value: round(cost),
      unit: 'us',
      target: '',
      how: `as the mean, ${engagements} engagements, 1000 visitors; of a hundred events ${round(hits * 100)} decide, and timers between them decide ${round(byTime * 100)} times, which takes ${round(inWakes * 100)} % of the time`,
    };
  }
  for (const engagements of [1000, 10_000]) {
    const { mean: cost } = measure(standardElsewhere(engagements), 1000, null);
    yield {
      name: `engine.event.mean.elsewhere${engagements}.us`,
      value: round(cost),
      unit: 'us',
      target: '',
      how: `as the mean, ${own} engagements whose audience includes the visitor and ${engagements - own} for visitors of another country, 1000 visitors`,
    };
  }
  for (const past of [100, 300]) {
    const { mean: cost } = measure(standardThousand(1000), 300, null, past);
    yield {
      name: `engine.event.mean.past${past}.us`,
      value: round(cost),
      unit: 'us',
      target: '',
      how: `as the mean, 300 visitors with ${past} earlier events each, of which the profile can remember about 92`,
    };
  }
  const { late, early } = measureLongPast();
  const inTurns = `standard thousand, ${longPastVisitors} visitors with ${longPast} earlier events in visits of ${visitEvents}, alternating with as many visitors of one earlier visit; each comes back for one timed visit, ${turns} times; medians of visits by the clock, including wakes`;
  yield {
    name: `engine.event.past${longPast}.us`,
    value: round(late),
    unit: 'us',
    target: '',
    how: inTurns,
  };
  yield {
    name: `engine.event.past${longPast}.ratio`,
    value: round(late / early),
    unit: 'x',
    target: '<= 1.1',
    how: `${inTurns}; divided by the cost for visitors with one earlier visit (${round(early)} us)`,
  };
}

/**
 * The cost of an event, in µs, for visitors with a long history and for visitors with 100 earlier
 * events. Both come back for one visit, so only the length of their histories differs.
 */
function measureLongPast(): { readonly late: number; readonly early: number } {
  const world = new World(compileConfiguration(configuration(standardThousand(1000))), null);
  const old = Array.from({ length: longPastVisitors }, (_, at) =>
    world.standardVisitor(at, visitEvents),
  );
  for (const state of old)
    for (let behind = visitEvents; behind < longPast; behind += visitEvents) world.comeBack(state);
  const late: number[] = [];
  const early: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const others = old.map((_, at) =>
      world.standardVisitor(old.length * (turn + 1) + at, visitEvents),
    );
    for (const [at, state] of old.entries()) {
      late.push(world.comeBack(state));
      const other = others[at];
      if (other !== undefined) early.push(world.comeBack(other));
    }
  }
  return { late: median(late), early: median(early) };
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >>> 1] ?? 0;
}

interface Measured {
  readonly mean: number;
  readonly p99: number;
  /** Decisions for each event, made by events and by timers between them. */
  readonly hits: number;
  readonly byTime: number;
  /** The share of the time spent on wakes, by the clock. */
  readonly inWakes: number;
  readonly scored: number;
}

/** `goal`: null if nothing is scored. `past`: the number of earlier events of each visitor. */
function measure(
  campaigns: readonly LiveCampaign[],
  many: number,
  goal: GoalModel | null,
  past = eventsBefore,
): Measured {
  const compiled = compileConfiguration(configuration(campaigns));
  // An unmeasured first run, so that only compiled code is measured.
  play(compiled, 300, goal, past);
  const played = Array.from({ length: passes }, () => play(compiled, many, goal, past));
  const [{ hits, byTime, inWakes, scored } = nothing] = played;
  assert.ok(goal === null || scored > 0.05, `too few events move a score: ${scored}`);
  return {
    mean: least(played.map(({ mean }) => mean)),
    p99: least(played.map(({ p99 }) => p99)),
    hits,
    byTime,
    inWakes,
    scored,
  };
}

const nothing: Measured = { mean: 0, p99: 0, hits: 0, byTime: 0, inWakes: 0, scored: 0 };

function least(values: readonly number[]): number {
  return Math.min(...values);
}

function play(
  compiled: CompiledConfiguration,
  many: number,
  goal: GoalModel | null,
  past: number,
): Measured {
  const world = new World(compiled, goal);
  const states = Array.from({ length: many }, (_, at) => world.standardVisitor(at, past));
  const times: number[] = [];
  const { decided, decidedByTime, wakingMs, scored } = world;
  const whole = cpuOf(() => {
    for (const state of states) {
      for (const event of world.nextEvents(state, measuredEvents)) {
        world.wakeUntil(state, event.receivedAt);
        const from = performance.now();
        world.take(state, event);
        times.push((performance.now() - from) * 1000);
      }
    }
  });
  // Making the events is subtracted.
  const making = cpuOf(() => {
    for (const state of states) world.nextEvents(state, measuredEvents);
  });
  times.sort((one, other) => one - other);
  const steps = times.length;
  return {
    mean: (whole - making) / steps,
    p99: times[Math.floor(steps * 0.99)] ?? 0,
    hits: (world.decided - decided) / steps,
    byTime: (world.decidedByTime - decidedByTime) / steps,
    inWakes: ((world.wakingMs - wakingMs) * 1000) / (whole - making),
    scored: (world.scored - scored) / steps,
  };
}

/** Checks visitors that are not measured for what DESIGN says of a standard visitor. */
function checkStandard(states: readonly VisitorState[]): void {
  for (const { recent, known } of states) {
    assert.equal(recent.length, eventsBefore);
    assert.equal(known.prints.length, idsBefore);
  }
  const timers =
    states.reduce((sum, state) => sum + state.timers.length, 0) / Math.max(1, states.length);
  assert.ok(timers >= timersBefore, `fewer timers than the standard: ${timers}`);
}

/** Throws if the standard visitors of these engagements have too few events, ids or timers. */
export function checkVisitors(campaigns: readonly LiveCampaign[]): void {
  const world = new World(compileConfiguration(configuration(campaigns)), null);
  checkStandard(Array.from({ length: checkedVisitors }, (_, at) => world.standardVisitor(at)));
}

/**
 * Uses visitors of its own, because a question changes a profile. Sequences are not stored as
 * state: the newest events show how far each has come.
 */
export function checkSequences(campaigns: readonly LiveCampaign[]): void {
  const book = newLeafBook();
  const sequences = campaigns.flatMap(({ document: { engagement } }) => {
    const { moment } = engagement;
    const [leaf] = 'sequence' in moment ? compileCondition(moment, book, null).leaves : [];
    return leaf === undefined || !('sequence' in moment) ? [] : [{ leaf, moment }];
  });
  const world = new World(compileConfiguration(configuration(campaigns)), null);
  for (let number = 0; number < checkedVisitors; number++) {
    const profile = world.standardVisitor(number);
    const scene = { profile, now: profile.lastSeenAt, availability: availability(5) };
    const partial = sequences.filter(({ leaf, moment }) => {
      const done = Number(leaf.value(scene));
      return done > 0 && done < moment.sequence.length;
    });
    assert.ok(
      partial.length >= sequencesBefore,
      `fewer partial sequences than the standard: ${partial.length}`,
    );
  }
}

function heldKb(): number {
  const world = new World(compileConfiguration(configuration(standardThousand(1000))), null);
  world.standardVisitor(0);
  const before = usedBytes();
  const held = Array.from({ length: 5000 }, (_, at) => world.standardVisitor(at + 1));
  return (usedBytes() - before) / held.length / 1024;
}

function usedBytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/**
 * Three times: memory beside the heap is only released after the collection that found it unused.
 */
function collectGarbage(): void {
  const { gc } = globalThis as { gc?: () => void };
  for (let turn = 0; turn < 3; turn++) gc?.();
}

/** Processor time of this thread in microseconds. It excludes other work on the machine. */
function cpuOf(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const after = process.threadCpuUsage();
  return after.user + after.system - before.user - before.system;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
