// Something happened in this visit and something else did not follow: from `withinS` seconds after
// an `after` without an `absence` on, until the visit ends. What comes at the last instant is too late.
import type { Condition } from '@opportune/protocol/condition.ts';
import { compilePattern, type Pattern, type PatternBook } from './pattern.ts';
import type { Leaf } from './leaf.ts';
import { askedOnce, walkFits, walkOf } from './recent-walk.ts';
import type { Scene } from './scene.ts';
import { maySee } from './seen-patterns.ts';
import { always, never, type Truth } from './truth.ts';

type Absence = Extract<Condition, { absence: unknown }>;

export function compileAbsence(node: Absence, book: PatternBook): Leaf {
  const missing = compilePattern(node.absence, book);
  const after = compilePattern(node.after, book);
  const windowMs = Math.round(node.withinS * 1000);
  return {
    node,
    test: askedOnce((scene) => test(scene, missing, after, windowMs)),
    value: (scene) => secondsSince(scene, after),
    watch: {
      type: 'events',
      patterns: [after, missing],
      reads: [after],
      wants: [after],
      visit: true,
    },
  };
}

/** From the newest back: `next` is the first missing event after the one looked at. */
function test({ profile, now }: Scene, missing: Pattern, after: Pattern, windowMs: number): Truth {
  if (!maySee(profile, after)) return never;
  const { length, visit, receivedAt } = walkOf(profile);
  let next = Infinity;
  let soonest = Infinity;
  for (let step = 0; step < length && visit[step] === profile.visits; step++) {
    const at = receivedAt[step] ?? 0;
    const end = at + windowMs;
    if (next >= end && walkFits(profile, step, after)) {
      if (end <= now) return always;
      soonest = end;
    }
    if (walkFits(profile, step, missing)) next = at;
  }
  return soonest === Infinity ? never : -soonest;
}

/** Seconds since the newest `after` of the visit; null without one. */
function secondsSince({ profile, now }: Scene, after: Pattern): number | null {
  const { length, visit, receivedAt } = walkOf(profile);
  for (let step = 0; step < length; step++)
    if (visit[step] === profile.visits && walkFits(profile, step, after))
      return (now - (receivedAt[step] ?? 0)) / 1000;
  return null;
}
