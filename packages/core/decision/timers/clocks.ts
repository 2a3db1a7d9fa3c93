// Looks at campaigns that wait for a clock when it comes to them, and not before. However many they are,
// a clock has one timer: for the next instant for which one of them waits, that it would be true then
// but for the clock. Those behind it are looked for when it fires.
import type { FactValue } from '../../behaviour/facts/facts.ts';
import type { Profile } from '../../behaviour/profile.ts';
import type { Scene } from '../../behaviour/scene.ts';
import { wakesAt } from '../../behaviour/condition/truth.ts';
import type { RankSet } from '../../world/rank-set.ts';
import type { CampaignIndex, IndexedWatch } from '../index/campaign-index.ts';
import type { ClockBound } from '../index/clock-table.ts';
import type { CompiledConfiguration } from '../configuration/compile.ts';
import type { DecisionContext } from '../effect.ts';
import { addOpen, findOpen } from '../index/gated-ranks.ts';
import { isHeldByZone, isSpent, takenMask } from '../gates/held-back.ts';
import type { VisitorState } from '../state/state.ts';
import { clockTimer, setTimer, setTimerSooner, soonestCampaign, timerAt } from './timers.ts';

/** Adds those that have what they wait for of a clock that was set anew. */
export function addReached(
  { bounds }: IndexedWatch,
  basis: FactValue,
  now: number,
  brought: RankSet,
  into: RankSet,
): void {
  if (typeof basis !== 'number') return;
  // A clock that stands says what it shows, see `clockBasis`.
  const shows = basis >= 0 ? now - basis : -basis - 1;
  for (const { afterMs, campaigns } of bounds) {
    if (afterMs > shows) return;
    addOpen(campaigns, brought, into);
  }
}

/** Adds those to whom a clock came from one instant to another, both included. */
export function addFallen(
  watch: IndexedWatch,
  { from, to }: { readonly from: number; readonly to: number },
  profile: Profile,
  brought: RankSet,
  into: RankSet,
): void {
  const start = startOf(watch, profile);
  if (start === null) return;
  for (let at = firstFrom(watch.bounds, from - start); at < watch.bounds.length; at++) {
    const bound = watch.bounds[at];
    if (bound === undefined || start + bound.afterMs > to) return;
    addOpen(bound.campaigns, brought, into);
  }
}

/**
 * Whether a campaign waits for a clock that will be looked at before it comes to it. Not where it may be
 * the one for which the timer is set: it may have ceased to wait.
 */
export function isAhead(
  index: CampaignIndex,
  state: VisitorState,
  rank: number,
  now: number,
): boolean {
  const due = dueOf(index, state, rank);
  if (due === null || due <= now) return false;
  return timerAt(state.timers, clockTimer(index.clocks.watch[rank] ?? -1)) < due;
}

/** Has a campaign looked at at an instant, by the timer of its clock where that is what it waits for; null for none. */
export function waitUntil(
  index: CampaignIndex,
  state: VisitorState,
  rank: number,
  at: number | null,
): void {
  if (at === null || at !== dueOf(index, state, rank)) return setTimer(state.timers, rank, at);
  setTimer(state.timers, rank, null);
  setTimerSooner(state.timers, clockTimer(index.clocks.watch[rank] ?? -1), at);
}

/** The instant at which a campaign's clock comes to it; null where it has none, or that stands. */
function dueOf({ clocks, watches }: CampaignIndex, profile: Profile, rank: number): number | null {
  const watch = watches[clocks.watch[rank] ?? -1];
  const start = watch === undefined ? null : startOf(watch, profile);
  return start === null ? null : start + (clocks.afterMs[rank] ?? 0);
}

/** The instant that a clock runs from; null where it stands, or there is none. */
function startOf(watch: IndexedWatch, profile: Profile): number | null {
  const basis = watch.read(profile);
  return typeof basis === 'number' && basis >= 0 ? basis : null;
}

/** Sets the timers of clocks that were set anew, or whose timer fired, once all they touched is judged. */
export function followClocks(
  state: VisitorState,
  moved: RankSet,
  { configuration, availability }: Pick<DecisionContext, 'configuration' | 'availability'>,
  now: number,
): void {
  const scene: Scene = { profile: state, now, availability };
  configuration.truths.renew();
  for (let number = moved.next(0); number >= 0; number = moved.next(number + 1))
    followClock(number, state, configuration, scene);
}

/** Has a campaign looked at no more: its clock's timer goes to who is next, where it was set for this one. */
export function waitNoMore(
  rank: number,
  state: VisitorState,
  configuration: CompiledConfiguration,
  scene: Scene,
): void {
  setTimer(state.timers, rank, null);
  const { index } = configuration;
  const number = index.clocks.watch[rank] ?? -1;
  if (number < 0) return;
  if (timerAt(state.timers, clockTimer(number)) === dueOf(index, state, rank))
    followClock(number, state, configuration, scene);
}

function followClock(
  number: number,
  state: VisitorState,
  configuration: CompiledConfiguration,
  scene: Scene,
): void {
  const taken = takenMask({ state, configuration, now: scene.now });
  const next = nextOn(number, state, configuration, scene, {
    isKept: (rank) => isKeptStill(state, rank) || isHeldByZone(state, rank, taken),
    // What is not for the clock alone to bring has a timer of its own.
    later: (rank, at) => setTimer(state.timers, rank, at),
  });
  setTimer(state.timers, clockTimer(number), next?.at ?? null);
}

/** Whom time alone may make true soonest, and when; null where nobody waits. */
export function soonestWaiting(
  state: VisitorState,
  configuration: CompiledConfiguration,
  scene: Scene,
): NextWaiting | null {
  let soonest = soonestCampaign(state.timers);
  configuration.truths.renew();
  for (let number = 0; number < configuration.index.watches.length; number++) {
    if (timerAt(state.timers, clockTimer(number)) === Infinity) continue;
    const next = nextOn(number, state, configuration, scene, {
      isKept: (rank) => isKeptStill(state, rank),
      later: () => {},
    });
    if (next !== null && next.at < (soonest?.at ?? Infinity)) soonest = next;
  }
  return soonest;
}

export interface NextWaiting {
  readonly campaign: number;
  readonly at: number;
}

interface OnTheWay {
  /** Who is kept still is not waited for: they are judged when that ends. */
  readonly isKept: (rank: number) => boolean;
  /** Told of those found on the way that something else is to bring, later than the clock. */
  readonly later: (rank: number, at: number) => void;
}

/** Who is true next when a clock comes to them, and when; null for nobody. */
export function nextOn(
  number: number,
  state: VisitorState,
  { index, truths }: CompiledConfiguration,
  scene: Scene,
  { isKept, later }: OnTheWay,
): NextWaiting | null {
  const watch = index.watches[number];
  const start = watch === undefined ? null : startOf(watch, state);
  if (watch === undefined || start === null) return null;
  const { bounds } = watch;
  for (let nth = firstFrom(bounds, scene.now - start); nth < bounds.length; nth++) {
    const bound = bounds[nth];
    const due = start + (bound?.afterMs ?? 0);
    if (bound === undefined || due <= scene.now) continue;
    const campaign = findOpen(bound.campaigns, state.seen?.brought ?? null, (rank) => {
      if (isKept(rank)) return false;
      const at = wakesAt(truths.of(rank, scene));
      if (at !== null && at !== due) later(rank, at);
      return at === due;
    });
    if (campaign !== null) return { campaign, at: due };
  }
  return null;
}

function isKeptStill(state: VisitorState, rank: number): boolean {
  return state.held?.has(rank) === true || isSpent(state, rank);
}

/** The first bound of so much or more. */
function firstFrom(bounds: readonly ClockBound[], ms: number): number {
  let at = 0;
  let end = bounds.length;
  while (at < end) {
    const middle = (at + end) >>> 1;
    if ((bounds[middle]?.afterMs ?? 0) < ms) at = middle + 1;
    else end = middle;
  }
  return at;
}
