// A comparison with a fact. A comparison that time changes (spans, instants, the local hour) names
// the instant of the change.
import type { FactCondition, Operator } from '@opportune/protocol/campaign/condition.ts';
import type { GoalId } from '@opportune/protocol/ids.ts';
import { parseInstant } from '../../world/instant.ts';
import { nextQuarter } from '../../world/local-time.ts';
import { compileComparison } from '../condition/compare.ts';
import { nothingDeclared, type Declared } from '../facts/custom-facts.ts';
import { factReader, readsAgents, type FactReader, type FactValue } from '../facts/facts.ts';
import { asKept } from '../facts/kept-text.ts';
import type { Leaf, Watch } from './leaf.ts';
import type { Scene } from '../scene.ts';
import { always, never, until, untimed, type Truth } from '../condition/truth.ts';

export function compileFact(
  node: FactCondition,
  declared: Declared = nothingDeclared,
  goals: readonly GoalId[] = [],
): Leaf {
  const reader = factReader(node.fact, declared, goals);
  if (reader === undefined)
    return { node, test: () => never, value: () => null, watch: { type: 'nothing' } };
  const value: Leaf['value'] = (scene) => reader.value(scene);
  const asked = asKept(node);
  return { node, test: testOf(asked, reader), value, watch: watchOf(asked, reader, goals) };
}

function watchOf(node: FactCondition, reader: FactReader, goals: readonly GoalId[]): Watch {
  if (readsAgents(node.fact)) return { type: 'agents' };
  const basis = {
    type: 'basis',
    key: goals.length === 0 ? node.fact : `${node.fact} of ${goals.join(' ')}`,
    read: (profile) => reader.basis(profile),
  } satisfies Watch;
  if (isSpan(node.fact) && typeof node.value === 'number') {
    if (node.op === 'gte' || node.op === 'gt')
      return { ...basis, afterMs: leastOf(node.op, node.value) };
  }
  // For a fact that time does not change, only changes of the comparison's result matter.
  if (reader.definition.timed === true || isOfInstants(node.op)) return basis;
  const flips = compileComparison(node.op, node.value);
  const { op, value } = node;
  const bounded = op === 'gt' || op === 'gte' || op === 'lt' || op === 'lte';
  return bounded && typeof value === 'number'
    ? { ...basis, flips, bound: value }
    : { ...basis, flips };
}

function testOf(node: FactCondition, reader: FactReader): (scene: Scene) => Truth {
  if (node.op === 'exists') return plainTest(node, reader);
  if (isSpan(node.fact)) return spanTest(node, reader);
  switch (reader.definition.fact) {
    case 'visitor.localHour':
    case 'visitor.weekday':
      return wallClockTest(node, reader);
    default:
      return isOfInstants(node.op) ? instantTest(node, reader) : plainTest(node, reader);
  }
}

function isSpan(fact: string): boolean {
  return fact === 'page.dwell' || fact === 'visit.dwell' || fact === 'visit.duration';
}

function isOfInstants(op: Operator): boolean {
  return op === 'before' || op === 'after' || op === 'withinLast' || op === 'withinNext';
}

function plainTest(node: FactCondition, reader: FactReader): (scene: Scene) => Truth {
  const comparison = compileComparison(node.op, node.value);
  return (scene) => untimed(comparison(reader.value(scene)));
}

function wallClockTest(node: FactCondition, reader: FactReader): (scene: Scene) => Truth {
  const comparison = compileComparison(node.op, node.value);
  return (scene) => {
    const value = reader.value(scene);
    return value === null ? never : until(comparison(value), nextQuarter(scene.now));
  };
}

function instantTest({ op, value }: FactCondition, reader: FactReader): (scene: Scene) => Truth {
  const moment =
    typeof value === 'string' ? parseInstant(value) : typeof value === 'number' ? value : null;
  if (moment === null) return () => never;
  return (scene) => {
    const at = instantIn(reader.value(scene));
    if (at === null) return never;
    if (op === 'before') return untimed(at < moment);
    if (op === 'after') return untimed(at > moment);
    const span = Math.round(moment * 1000);
    return op === 'withinLast'
      ? during(at, at + span, scene.now)
      : during(at - span + 1, at, scene.now);
  };
}

/** Traits write instants as dates. */
function instantIn(value: FactValue): number | null {
  if (typeof value === 'string') return parseInstant(value);
  return typeof value === 'number' ? value : null;
}

/** From one instant on and before another. */
function during(from: number, to: number, now: number): Truth {
  if (now >= to) return never;
  return now < from ? -from : to;
}

/** The first millisecond of a span that reaches a bound in seconds. */
function leastOf(op: Operator, seconds: number): number {
  return Math.round(seconds * 1000) + (op === 'gt' ? 1 : 0);
}

/**
 * Spans grow with the clock: at least a bound from one instant on, and below the next bound until a
 * later one.
 */
function spanTest({ op, value }: FactCondition, reader: FactReader): (scene: Scene) => Truth {
  const bounds = op === 'between' && Array.isArray(value) ? value : [value, Infinity];
  const [least, most] = op === 'lt' || op === 'lte' ? [-1, value] : bounds;
  if (typeof least !== 'number' || typeof most !== 'number') return () => never;
  const from = leastOf(op, least);
  // `lt` ends at its bound, `between` and `lte` a millisecond after it.
  const to = Math.round(most * 1000) + (op === 'lt' ? 0 : 1);
  return (scene) => {
    const seconds = reader.value(scene);
    if (typeof seconds !== 'number') return never;
    const spent = Math.round(seconds * 1000);
    const runs = reader.definition.fact === 'visit.duration' || scene.profile.shownSince !== null;
    if (spent < from) return runs ? -(scene.now + from - spent) : never;
    if (spent >= to) return never;
    return runs && to !== Infinity ? scene.now + to - spent : always;
  };
}
