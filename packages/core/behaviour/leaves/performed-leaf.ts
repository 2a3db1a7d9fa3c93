// How often an event was performed: in the last `withinS` seconds (an event counts while fewer have
// passed), or in this visit.
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import { compilePattern, type Pattern, type PatternBook } from '../condition/pattern.ts';
import type { Leaf } from './leaf.ts';
import type { RecentWalk, Walked } from '../recent/recent-walk.ts';
import type { Scene } from '../scene.ts';
import { maySee } from '../recent/seen-patterns.ts';
import { always, never, type Truth } from '../condition/truth.ts';

type Performed = Extract<Condition, { performed: unknown }>;

export function compilePerformed(node: Performed, book: PatternBook, walk: RecentWalk): Leaf {
  const pattern = compilePattern(node.performed, book);
  const seen: Seen = {
    walk,
    patterns: [pattern],
    windowMs: node.withinS === undefined ? null : Math.round(node.withinS * 1000),
  };
  const { op, value } = node.count ?? { op: 'gte', value: 1 };
  const judge = { gte: atLeast, lte: atMost, eq: exactly }[op];
  return {
    node,
    test: walk.askedOnce((scene) => judge(scene, seen, value)),
    value: (scene) => countOf(scene, seen),
    watch: {
      type: 'events',
      patterns: seen.patterns,
      reads: seen.patterns,
      wants: op === 'lte' ? [] : Array.from({ length: value }, () => pattern),
      visit: seen.windowMs === null,
    },
  };
}

interface Seen {
  readonly walk: RecentWalk;
  /** The pattern that is counted. */
  readonly patterns: readonly [Pattern];
  /** Null: this visit. */
  readonly windowMs: number | null;
}

/** The instant of the nth newest event that counts now, 1 for the newest. 0 if there are fewer. */
function nthNewest(scene: Scene, { walk, patterns, windowMs }: Seen, nth: number): number {
  const { profile } = scene;
  if (!maySee(profile, patterns[0])) return 0;
  const steps = walk.stepsOf(profile, patterns);
  const step = nth <= steps.length ? steps.at[nth - 1] : undefined;
  if (step === undefined) return 0;
  const walked = walk.of(profile);
  return isWithin(scene, walked, step, windowMs) ? (walked.receivedAt[step] ?? 0) : 0;
}

function countOf(scene: Scene, { walk, patterns, windowMs }: Seen): number {
  const walked = walk.of(scene.profile);
  const steps = walk.stepsOf(scene.profile, patterns);
  let count = 0;
  for (let at = 0; at < steps.length; at++)
    if (isWithin(scene, walked, steps.at[at] ?? 0, windowMs)) count++;
  return count;
}

function isWithin(
  { profile, now }: Scene,
  { visit, receivedAt }: Walked,
  step: number,
  windowMs: number | null,
): boolean {
  return windowMs === null
    ? visit[step] === profile.visits
    : now - (receivedAt[step] ?? 0) < windowMs;
}

function atLeast(scene: Scene, seen: Seen, count: number): Truth {
  if (count === 0) return always;
  const last = nthNewest(scene, seen, count);
  if (last === 0) return never;
  return seen.windowMs === null ? always : last + seen.windowMs;
}

function atMost(scene: Scene, seen: Seen, count: number): Truth {
  return -atLeast(scene, seen, count + 1);
}

function exactly(scene: Scene, seen: Seen, count: number): Truth {
  return Math.min(atLeast(scene, seen, count), atMost(scene, seen, count));
}
