// Looks at campaigns that wait for a clock when it comes to them, and not before. However many they are,
// a clock has one timer: for the next instant for which one of them waits, that it would be true then
// but for the clock. Those behind it are looked for when it fires.
import type { Scene } from '../../behaviour/scene.ts';
import { wakesAt } from '../../behaviour/condition/truth.ts';
import type { CampaignIndex } from '../index/campaign-index.ts';
import type { NextOnClock } from '../index/clock-table.ts';
import type { CompiledConfiguration } from '../configuration/compile.ts';
import { isHeldByZone, isSpent, takenMask } from '../gates/held-back.ts';
import type { VisitorState } from '../state/state.ts';
import type { Turn } from '../step/turn.ts';
import { clockTimer, setTimer, setTimerSooner, soonestCampaign, timerAt } from './timers.ts';

/**
 * Whether a campaign waits for a clock that will be looked at before it comes to it. Not where it may be
 * the one for which the timer is set: it may have ceased to wait.
 */
export function isAhead(
  { clocks }: CampaignIndex,
  state: VisitorState,
  rank: number,
  now: number,
): boolean {
  const due = clocks.dueOf(state, rank);
  if (due === null || due <= now) return false;
  return timerAt(state.timers, clockTimer(clocks.of(rank))) < due;
}

/** Has a campaign looked at at an instant, by the timer of its clock where that is what it waits for; null for none. */
export function waitUntil(
  { clocks }: CampaignIndex,
  state: VisitorState,
  rank: number,
  at: number | null,
): void {
  if (at === null || at !== clocks.dueOf(state, rank)) return setTimer(state.timers, rank, at);
  setTimer(state.timers, rank, null);
  setTimerSooner(state.timers, clockTimer(clocks.of(rank)), at);
}

/** Sets the timers of clocks that were set anew, or whose timer fired, once all they touched is judged. */
export function followClocks({ state, context, touched }: Turn, now: number): void {
  const { configuration, availability } = context;
  const { clocks } = touched;
  const scene: Scene = { profile: state, now, availability };
  configuration.truths.renew();
  for (let clock = clocks.next(0); clock >= 0; clock = clocks.next(clock + 1))
    followClock(clock, state, configuration, scene);
}

/** Has a campaign looked at no more: its clock's timer goes to who is next, where it was set for this one. */
export function waitNoMore(
  rank: number,
  state: VisitorState,
  configuration: CompiledConfiguration,
  scene: Scene,
): void {
  setTimer(state.timers, rank, null);
  const { clocks } = configuration.index;
  const clock = clocks.of(rank);
  if (clock >= 0 && timerAt(state.timers, clockTimer(clock)) === clocks.dueOf(state, rank))
    followClock(clock, state, configuration, scene);
}

function followClock(
  clock: number,
  state: VisitorState,
  configuration: CompiledConfiguration,
  scene: Scene,
): void {
  const taken = takenMask({ state, configuration, now: scene.now });
  const next = nextOn(clock, state, configuration, scene, {
    isKept: (rank) => isKeptStill(state, rank) || isHeldByZone(state, rank, taken),
    // What is not for the clock alone to bring has a timer of its own.
    later: (rank, at) => setTimer(state.timers, rank, at),
  });
  setTimer(state.timers, clockTimer(clock), next?.at ?? null);
}

/** Whom time alone may make true soonest, and when; null where nobody waits. */
export function soonestWaiting(
  state: VisitorState,
  configuration: CompiledConfiguration,
  scene: Scene,
): NextOnClock | null {
  let soonest = soonestCampaign(state.timers);
  configuration.truths.renew();
  for (let clock = 0; clock < configuration.index.clocks.size; clock++) {
    if (timerAt(state.timers, clockTimer(clock)) === Infinity) continue;
    const next = nextOn(clock, state, configuration, scene, {
      isKept: (rank) => isKeptStill(state, rank),
      later: () => {},
    });
    if (next !== null && next.at < (soonest?.at ?? Infinity)) soonest = next;
  }
  return soonest;
}

interface OnTheWay {
  /** Who is kept still is not waited for: they are judged when that ends. */
  readonly isKept: (rank: number) => boolean;
  /** Told of those found on the way that something else is to bring, later than the clock. */
  readonly later: (rank: number, at: number) => void;
}

/** Who is true next when a clock comes to them, and when; null for nobody. */
function nextOn(
  clock: number,
  state: VisitorState,
  { index, truths }: CompiledConfiguration,
  scene: Scene,
  { isKept, later }: OnTheWay,
): NextOnClock | null {
  return index.clocks.nextOn(clock, state, scene.now, (rank, due) => {
    if (isKept(rank)) return false;
    const at = wakesAt(truths.of(rank, scene));
    if (at !== null && at !== due) later(rank, at);
    return at === due;
  });
}

function isKeptStill(state: VisitorState, rank: number): boolean {
  return state.held?.has(rank) === true || isSpent(state, rank);
}
