// Something happened in this visit and something else did not follow. True from `withinS` seconds
// after an `after` without an `absence` on, until the visit ends. An event exactly at that instant
// is too late.
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import { compilePattern, type Pattern, type PatternBook } from '../condition/pattern.ts';
import type { Leaf } from './leaf.ts';
import type { RecentWalk } from '../recent/recent-walk.ts';
import type { Scene } from '../scene.ts';
import { maySee } from '../recent/seen-patterns.ts';
import { always, never, type Truth } from '../condition/truth.ts';

type Absence = Extract<Condition, { absence: unknown }>;

export function compileAbsence(node: Absence, book: PatternBook, walk: RecentWalk): Leaf {
  const missing = compilePattern(node.absence, book);
  const after = compilePattern(node.after, book);
  const compiled: Missing = {
    ...{ missing, after: [after], either: [after, missing], walk },
    windowMs: Math.round(node.withinS * 1000),
  };
  return {
    node,
    test: walk.askedOnce((scene) => test(scene, compiled)),
    value: (scene) => secondsSince(scene, compiled),
    watch: {
      type: 'events',
      patterns: compiled.either,
      reads: compiled.after,
      wants: [after],
      visit: true,
    },
  };
}

interface Missing {
  readonly missing: Pattern;
  readonly after: readonly [Pattern];
  readonly either: readonly [Pattern, Pattern];
  readonly windowMs: number;
  readonly walk: RecentWalk;
}

/** From the newest back. `next` is the first `absence` event after the one examined. */
function test(
  { profile, now }: Scene,
  { missing, after: [after], either, windowMs, walk }: Missing,
): Truth {
  if (!maySee(profile, after)) return never;
  const { visit, receivedAt } = walk.of(profile);
  const steps = walk.stepsOf(profile, either);
  let next = Infinity;
  let soonest = Infinity;
  for (let nth = 0; nth < steps.length; nth++) {
    const step = steps.at[nth] ?? 0;
    if (visit[step] !== profile.visits) break;
    const at = receivedAt[step] ?? 0;
    const end = at + windowMs;
    if (next >= end && walk.fits(profile, step, after)) {
      if (end <= now) return always;
      soonest = end;
    }
    if (walk.fits(profile, step, missing)) next = at;
  }
  return soonest === Infinity ? never : -soonest;
}

/** Seconds since the newest `after` of the visit. Null if there is none. */
function secondsSince({ profile, now }: Scene, { after, walk }: Missing): number | null {
  const { visit, receivedAt } = walk.of(profile);
  const { length, at } = walk.stepsOf(profile, after);
  const newest = at[0] ?? 0;
  if (length === 0 || visit[newest] !== profile.visits) return null;
  return (now - (receivedAt[newest] ?? 0)) / 1000;
}
