// Events one after another within this visit: each step a later event than the one before, fewer
// than `withinS` seconds from first to last, none of `without` between them. Once complete, it
// stays true until the visit ends.
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import { compilePattern, type Pattern, type PatternBook } from '../condition/pattern.ts';
import type { Leaf } from './leaf.ts';
import type { Profile } from '../profile.ts';
import type { RecentWalk } from '../recent/recent-walk.ts';
import type { Scene } from '../scene.ts';
import { maySee } from '../recent/seen-patterns.ts';
import { untimed } from '../condition/truth.ts';

type Sequence = Extract<Condition, { sequence: unknown }>;

export function compileSequence(node: Sequence, book: PatternBook, walk: RecentWalk): Leaf {
  const steps = node.sequence.map((step) => compilePattern(step, book));
  const without = node.without === undefined ? null : compilePattern(node.without, book);
  const spanMs = node.withinS === undefined ? Infinity : Math.round(node.withinS * 1000);
  const last = steps[steps.length - 1];
  const reads = without === null ? steps : [...steps, without];
  const compiled: Steps = { walk, steps, without, reads, spanMs };
  return {
    node,
    test: walk.askedOnce((scene) =>
      untimed(allSeen(scene, steps) && furthest(scene, compiled) === steps.length),
    ),
    value: (scene) => furthest(scene, compiled),
    watch:
      last === undefined
        ? { type: 'nothing' }
        : { type: 'events', patterns: [last], reads, wants: steps, visit: true },
  };
}

interface Steps {
  readonly walk: RecentWalk;
  readonly steps: readonly Pattern[];
  readonly without: Pattern | null;
  /** All patterns: an event that fits none of these changes nothing. */
  readonly reads: readonly Pattern[];
  readonly spanMs: number;
}

/** A quick denial: false if a step's pattern fits none of the newest events. */
function allSeen({ profile }: Scene, steps: readonly Pattern[]): boolean {
  for (const step of steps) if (!maySee(profile, step)) return false;
  return true;
}

/**
 * How many steps are done, or how far the furthest attempt is that can still succeed. For each step
 * it keeps the latest possible start, which leaves most time. An event of `without` ends all
 * attempts.
 */
function furthest({ profile }: Scene, sought: Steps): number {
  const { walk, steps, without, reads } = sought;
  const { visit, receivedAt } = walk.of(profile);
  const read = walk.stepsOf(profile, reads);
  const [first] = steps;
  const starts: number[] = [];
  // Oldest first.
  for (let nth = read.length - 1; nth >= 0; nth--) {
    const at = read.at[nth] ?? 0;
    if (visit[at] !== profile.visits) continue;
    if (advance(profile, at, sought, starts)) return steps.length;
    if (without !== null && walk.fits(profile, at, without)) {
      starts.length = 0;
      if (first !== undefined && walk.fits(profile, at, first)) starts[0] = receivedAt[at] ?? 0;
    }
  }
  return starts.length;
}

/**
 * Adds the event at a step of the walk to the attempts, the longest first, so that one event is one
 * step.
 */
function advance(
  profile: Profile,
  at: number,
  { walk, steps, spanMs }: Steps,
  starts: number[],
): boolean {
  const receivedAt = walk.of(profile).receivedAt[at] ?? 0;
  for (let step = Math.min(starts.length, steps.length - 1); step > 0; step--) {
    const start = starts[step - 1];
    const pattern = steps[step];
    if (start === undefined || pattern === undefined || !walk.fits(profile, at, pattern)) continue;
    if (receivedAt - start >= spanMs) continue;
    if (step === steps.length - 1) return true;
    starts[step] = Math.max(starts[step] ?? 0, start);
  }
  const [first] = steps;
  if (first !== undefined && walk.fits(profile, at, first)) starts[0] = receivedAt;
  return false;
}
