// Something happened in this visit and something else did not follow: from `withinS` seconds after
// an `after` without an `absence` on, until the visit ends. What comes at the last instant is too late.
import type { Condition } from '@opportune/protocol/condition.ts';
import { compilePattern, type Pattern, type PatternBook } from './pattern.ts';
import type { Leaf } from './leaf.ts';
import type { Scene } from './scene.ts';
import { fitsAt, maySee } from './seen-patterns.ts';
import { always, never, type Truth } from './truth.ts';

type Absence = Extract<Condition, { absence: unknown }>;

export function compileAbsence(node: Absence, book: PatternBook): Leaf {
  const missing = compilePattern(node.absence, book);
  const after = compilePattern(node.after, book);
  const windowMs = Math.round(node.withinS * 1000);
  return {
    node,
    test: (scene) => test(scene, missing, after, windowMs),
    value: (scene) => secondsSince(scene, after),
    watch: { type: 'events', patterns: [after, missing], reads: [after], visit: true },
  };
}

/** From the newest back: `next` is the first missing event after the one looked at. */
function test({ profile, now }: Scene, missing: Pattern, after: Pattern, windowMs: number): Truth {
  const { recent, visits } = profile;
  if (!maySee(profile, after)) return never;
  let next = Infinity;
  let soonest = Infinity;
  for (let at = recent.newest; at >= 0 && recent.visit(at) === visits; at = recent.before(at)) {
    const receivedAt = recent.receivedAt(at);
    const end = receivedAt + windowMs;
    if (next >= end && fitsAt(profile, at, after)) {
      if (end <= now) return always;
      soonest = end;
    }
    if (fitsAt(profile, at, missing)) next = receivedAt;
  }
  return soonest === Infinity ? never : -soonest;
}

/** Seconds since the newest `after` of the visit; null without one. */
function secondsSince({ profile, now }: Scene, after: Pattern): number | null {
  const { recent, visits } = profile;
  for (let at = recent.newest; at >= 0; at = recent.before(at))
    if (recent.visit(at) === visits && fitsAt(profile, at, after))
      return (now - recent.receivedAt(at)) / 1000;
  return null;
}
