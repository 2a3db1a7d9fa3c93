// The newest events of the visitor looked at last, laid out to be walked: conditions ask many times
// for what each fits and when it came, and the block of bytes that keeps them is slow to step through.
// It holds only what can be found again, so it changes no outcome.
import { profileLimits } from '@opportune/protocol/limits.ts';
import type { EventBlock } from './event-block.ts';
import type { Pattern } from './pattern.ts';
import type { Profile } from './profile.ts';
import type { Scene } from './scene.ts';
import { unlisted } from './seen-patterns.ts';
import { never, type Truth } from './truth.ts';

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
const fitting: { pattern: Pattern | null; walk: number } = { pattern: null, walk: -1 };
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
}

/** The steps of the walk, the newest first, whose events fit a pattern; good until the next call. */
export function stepsOf(profile: Profile, pattern: Pattern): Steps {
  const { length } = walkOf(profile);
  if (fitting.pattern === pattern && fitting.walk === laidOut) return steps;
  fitting.pattern = pattern;
  fitting.walk = laidOut;
  steps.length = 0;
  const listed = profile.seen?.lists.with(pattern.id) ?? null;
  for (let step = 0; step < length; step++) {
    const list = fits[step] ?? 0;
    const is =
      listed === null || list === unlisted ? fitsItself(profile, step, pattern) : listed.has(list);
    if (is) steps.at[steps.length++] = step;
  }
  return steps;
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
