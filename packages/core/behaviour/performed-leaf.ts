// How often an event was performed: in the last `withinS` seconds (the event counts while fewer have
// passed), or in this visit.
import type { Condition } from '@opportune/protocol/condition.ts';
import { compilePattern, type Pattern } from './pattern.ts';
import type { Leaf } from './leaf.ts';
import type { Scene } from './scene.ts';
import { always, never, until, untimed, type Truth } from './truth.ts';

type Performed = Extract<Condition, { performed: unknown }>;

export function compilePerformed(node: Performed): Leaf {
  const pattern = compilePattern(node.performed);
  const windowMs = node.withinS === undefined ? null : Math.round(node.withinS * 1000);
  const { op, value } = node.count ?? { op: 'gte', value: 1 };
  const judge = { gte: atLeast, lte: atMost, eq: exactly }[op];
  return {
    node,
    test: (scene) => judge(occurrences(scene, pattern, windowMs), value, windowMs),
    value: (scene) => occurrences(scene, pattern, windowMs).length,
    watch: { type: 'events', patterns: [pattern], visit: windowMs === null },
  };
}

/** Instants of what counts now, newest first. */
function occurrences({ profile, now }: Scene, pattern: Pattern, windowMs: number | null): readonly number[] {
  const found: number[] = [];
  const { recent, visits } = profile;
  for (let at = recent.length - 1; at >= 0; at--) {
    const event = recent[at];
    if (event === undefined) break;
    if (windowMs === null ? event.visit !== visits : now - event.receivedAt >= windowMs) break;
    if (pattern.matches(event)) found.push(event.receivedAt);
  }
  return found;
}

function atLeast(found: readonly number[], count: number, windowMs: number | null): Truth {
  if (found.length < count) return never;
  const last = found[count - 1];
  return last === undefined || windowMs === null ? always : last + windowMs;
}

function atMost(found: readonly number[], count: number, windowMs: number | null): Truth {
  const surplus = found[count];
  if (surplus === undefined) return always;
  return windowMs === null ? never : -(surplus + windowMs);
}

function exactly(found: readonly number[], count: number, windowMs: number | null): Truth {
  if (windowMs === null) return untimed(found.length === count);
  const leaves = found.length > count ? found[count] : found.length === count ? found[count - 1] : undefined;
  if (leaves === undefined) return untimed(found.length === count);
  return until(found.length === count, leaves + windowMs);
}

