// The newest events of the visitor looked at last, laid out to be walked: conditions ask many times
// for what each fits and when it came, and the block of bytes that keeps them is slow to step through.
// It holds only what can be found again, so it changes no outcome.
import { profileLimits } from '@opportune/protocol/limits.ts';
import type { EventBlock } from './event-block.ts';
import type { Pattern } from '../condition/pattern.ts';
import type { Profile } from '../profile.ts';
import type { Scene } from '../scene.ts';
import { unlisted } from './seen-patterns.ts';
import type { RankSet } from '../../world/rank-set.ts';
import { never, type Truth } from '../condition/truth.ts';

/** The newest first; good until the next call. Beyond `length` there is nothing to read. */
export interface RecentWalk {
  readonly length: number;
  readonly receivedAt: Float64Array;
  /** The number of the visit that each belongs to. */
  readonly visit: Uint32Array;
}

const most = profileLimits.recentEvents + 1;
const receivedAt = new Float64Array(most);
const visit = new Uint32Array(most);
const fits = new Uint16Array(most);
const places = new Int32Array(most);
const walk = { length: 0, receivedAt, visit };

/** Beyond `length` there is nothing to read. */
export interface Steps {
  readonly length: number;
  readonly at: Uint16Array;
}

/** Leaves that name the same event are asked one after the other: it is looked for once. */
const steps = { length: 0, at: new Uint16Array(most) };
const sought: { patterns: readonly Pattern[] | null; walk: number } = { patterns: null, walk: -1 };

/**
 * By what a step fits (its list's number): the newest such step, and in which walk that was noted; by
 * step, the next older that fits the same, -1 for none. Nobody with a long past is walked for each leaf.
 */
const newestOf = new Int16Array(unlisted + 1);
const notedIn = new Uint32Array(unlisted + 1);
const nextOlder = new Int16Array(most);
/** Whether some step's list has no number. */
let hasUnlisted = false;
/** Steps, one bit each. */
const marked = new Int32Array((most + 31) >>> 5);
/** How often was laid out. */
let laidOut = 0;
/** What is laid out, and the instant that leaves were asked about. */
let of: EventBlock | null = null;
let revision = -1;
let visits = 0;
let now = 0;
let number = 0;

/** The profile's newest events. */
export function walkOf({ recent }: Profile): RecentWalk {
  if (of !== recent || revision !== recent.revision) layOut(recent);
  return walk;
}

/** A leaf's test of nothing but events and time, asked once however many campaigns name the leaf. */
export function askedOnce(test: (scene: Scene) => Truth): (scene: Scene) => Truth {
  let asked = 0;
  let truth: Truth = never;
  return (scene) => {
    const now = walkNumber(scene);
    if (asked !== now) {
      truth = test(scene);
      asked = now;
    }
    return truth;
  };
}

/**
 * A number that is the same for as long as a condition on events comes to the same: while nobody else
 * is looked at, no event comes or goes, and no time passes.
 */
function walkNumber({ profile, now: at }: Scene): number {
  const { recent } = profile;
  if (of !== recent || revision !== recent.revision) layOut(recent);
  if (now !== at || visits !== profile.visits) {
    now = at;
    ({ visits } = profile);
    number++;
  }
  return number;
}

function layOut(recent: EventBlock): void {
  of = recent;
  ({ revision } = recent);
  number++;
  laidOut++;
  let length = 0;
  for (let at = recent.newest; at >= 0; at = recent.before(at)) {
    places[length] = at;
    fits[length] = recent.fits(at);
    visit[length] = recent.visit(at);
    receivedAt[length++] = recent.receivedAt(at);
  }
  walk.length = length;
  chain(length);
}

function chain(length: number): void {
  hasUnlisted = false;
  for (let step = length - 1; step >= 0; step--) {
    const list = fits[step] ?? 0;
    if (list === 0) continue;
    if (list === unlisted) hasUnlisted = true;
    nextOlder[step] = notedIn[list] === laidOut ? (newestOf[list] ?? -1) : -1;
    newestOf[list] = step;
    notedIn[list] = laidOut;
  }
}

/**
 * The steps of the walk, the newest first, whose events fit one of the patterns; good until the next
 * call. The same list of patterns is asked for once.
 */
export function stepsOf(profile: Profile, patterns: readonly Pattern[]): Steps {
  const { length } = walkOf(profile);
  if (sought.patterns === patterns && sought.walk === laidOut) return steps;
  sought.patterns = patterns;
  sought.walk = laidOut;
  steps.length = 0;
  if (profile.seen !== null && !hasUnlisted) {
    for (const { id } of patterns) markChains(profile.seen.lists.with(id));
    takeMarked();
    return steps;
  }
  for (let step = 0; step < length; step++)
    if (patterns.some((pattern) => walkFits(profile, step, pattern)))
      steps.at[steps.length++] = step;
  return steps;
}

function markChains(lists: RankSet): void {
  for (let list = lists.next(0); list >= 0; list = lists.next(list + 1)) {
    if (notedIn[list] !== laidOut) continue;
    for (let step = newestOf[list] ?? -1; step >= 0; step = nextOlder[step] ?? -1)
      marked[step >>> 5] = (marked[step >>> 5] ?? 0) | (1 << (step & 31));
  }
}

function takeMarked(): void {
  for (let word = 0; word < marked.length; word++) {
    for (let bits = marked[word] ?? 0; bits !== 0; bits &= bits - 1)
      steps.at[steps.length++] = (word << 5) + 31 - Math.clz32(bits & -bits);
    marked[word] = 0;
  }
}

/** Whether the event at a step of the walk fits a pattern. */
export function walkFits(profile: Profile, step: number, pattern: Pattern): boolean {
  const list = fits[step] ?? 0;
  if (profile.seen === null || list === unlisted) return fitsItself(profile, step, pattern);
  return list !== 0 && profile.seen.lists.with(pattern.id).has(list);
}

function fitsItself({ recent }: Profile, step: number, pattern: Pattern): boolean {
  const at = places[step] ?? 0;
  return recent.name(at) === pattern.event && pattern.fits(recent.subject(at));
}
