// The engine's figures: one event applied and decided, over the standard visitor and the standard
// thousand engagements (standard-thousand.ts). What it measures is checked to be the standard, and
// hits are counted, so that a fast engine that decides nothing fails here.
import assert from 'node:assert/strict';
import { noteId } from '@opportune/core/behaviour/known-ids.ts';
import {
  compileConfiguration,
  type CompiledConfiguration,
} from '@opportune/core/decision/compile.ts';
import {
  newVisitor,
  step,
  type DecisionContext,
  type VisitorState,
} from '@opportune/core/decision/engine.ts';
import {
  account,
  availability,
  configuration,
  noon,
  site,
} from '@opportune/core/world/test-shop.ts';
import type { AcceptedEvent } from '@opportune/protocol/event.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';
import type { BenchRow } from './row.ts';
import { standardEvent, standardThousand } from './standard-thousand.ts';

const visitors = 3000;
const eventsBefore = 20;
const idsBefore = 50;
const measuredEvents = 10;
const pauseMs = 3000;
/** Other work on the machine adds to a pass and takes nothing off: the least of several is the nearest. */
const passes = 5;

/** The rows of the engine, each beside its target. */
export async function* engineRows(): AsyncIterable<BenchRow> {
  const { mean, p99, hits } = measure(1000, visitors);
  const how = `standard thousand, ${visitors} standard visitors × their events 21 to 30, one thread; ${round(hits * 100)} % of events decide; least of ${passes} passes, each on new visitors`;
  yield {
    name: 'engine.event.mean.us',
    value: round(mean),
    unit: 'us',
    target: '<= 10',
    how: `${how}; its processor time over all, wakes and garbage collection included`,
  };
  yield {
    name: 'engine.event.p99.us',
    value: round(p99),
    unit: 'us',
    target: '<= 50',
    how: `${how}; each timed by the clock`,
  };
  const heap = 'heap held by 5,000 standard visitors, each; exact with --expose-gc';
  yield {
    name: 'engine.visitor.kb',
    value: round(heldKb()),
    unit: 'KB',
    target: '<= 6',
    how: heap,
  };
  for (const engagements of [10, 100, 1000, 10_000]) {
    const { mean: cost } = measure(engagements, 1000);
    yield {
      name: `engine.event.mean.${engagements}.us`,
      value: round(cost),
      unit: 'us',
      target: '',
      how: `as the mean, ${engagements} engagements, 1000 visitors`,
    };
  }
}

interface Measured {
  readonly mean: number;
  readonly p99: number;
  readonly hits: number;
}

function measure(engagements: number, many: number): Measured {
  const compiled = compileConfiguration(configuration(standardThousand(engagements)));
  // Once unmeasured, so that what is measured is compiled code.
  play(compiled, 300);
  const played = Array.from({ length: passes }, () => play(compiled, many));
  const [{ hits } = { hits: 0 }] = played;
  assert.ok(engagements < 1000 || hits > 0.005, `too few events decide: ${hits}`);
  return {
    mean: least(played.map(({ mean }) => mean)),
    p99: least(played.map(({ p99 }) => p99)),
    hits,
  };
}

function least(values: readonly number[]): number {
  return Math.min(...values);
}

function play(compiled: CompiledConfiguration, many: number): Measured {
  const world = new World(compiled);
  const states = Array.from({ length: many }, (_, at) => world.standardVisitor(at));
  if (compiled.campaigns.length >= 1000) checkStandard(states);
  const times: number[] = [];
  const before = world.decided;
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
  // Making the events is no part of it.
  const making = cpuOf(() => {
    for (const state of states) world.nextEvents(state, measuredEvents);
  });
  times.sort((one, other) => one - other);
  const steps = times.length;
  return {
    mean: (whole - making) / steps,
    p99: times[Math.floor(steps * 0.99)] ?? 0,
    hits: (world.decided - before) / steps,
  };
}

function checkStandard(states: readonly VisitorState[]): void {
  for (const { recent, known } of states) {
    assert.equal(recent.length, eventsBefore);
    assert.equal(known.prints.length, idsBefore);
  }
  const timers =
    states.reduce((sum, state) => sum + state.timers.at.length, 0) / Math.max(1, states.length);
  assert.ok(timers >= 2, `fewer timers than the standard: ${timers}`);
}

/** A clock, a numbered log and the visitors that live by them. */
class World {
  decided = 0;
  woken = 0;
  #ordinal = 0;
  readonly #compiled: CompiledConfiguration;
  readonly #availability = availability(5);
  readonly #nextOrdinal = (): number => ++this.#ordinal;

  constructor(compiled: CompiledConfiguration) {
    this.#compiled = compiled;
  }

  standardVisitor(number: number): VisitorState {
    const state = newVisitor(account, site, VisitorId.parse(`visitor-${number}`));
    for (let at = eventsBefore; at < idsBefore; at++)
      noteId(state.known, `before-${number}-${at}`, noon);
    for (const event of this.nextEvents(state, eventsBefore)) {
      this.wakeUntil(state, event.receivedAt);
      this.take(state, event);
    }
    return state;
  }

  nextEvents(state: VisitorState, many: number): readonly AcceptedEvent[] {
    const from = Math.max(noon, state.lastSeenAt);
    return Array.from({ length: many }, (_, at) =>
      standardEvent(state.visitor, ++this.#ordinal, from + (at + 1) * pauseMs),
    );
  }

  wakeUntil(state: VisitorState, now: number): void {
    if (state.wakeAt === null || state.wakeAt > now) return;
    this.woken++;
    step(state, { type: 'wake' }, this.#context(now));
  }

  take(state: VisitorState, event: AcceptedEvent): void {
    const effects = step(state, { type: 'event', event }, this.#context(event.receivedAt));
    for (const effect of effects) if (effect.type === 'decide') this.decided++;
  }

  #context(now: number): DecisionContext {
    return {
      configuration: this.#compiled,
      availability: this.#availability,
      now,
      nextOrdinal: this.#nextOrdinal,
      reachable: true,
    };
  }
}

function heldKb(): number {
  const world = new World(compileConfiguration(configuration(standardThousand(1000))));
  world.standardVisitor(0);
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const held = Array.from({ length: 5000 }, (_, at) => world.standardVisitor(at + 1));
  collectGarbage();
  return (process.memoryUsage().heapUsed - before) / held.length / 1024;
}

function collectGarbage(): void {
  const { gc } = globalThis as { gc?: () => void };
  gc?.();
}

/** Processor time of this thread in microseconds: what else runs on the machine is not in it. */
function cpuOf(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const after = process.threadCpuUsage();
  return after.user + after.system - before.user - before.system;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
