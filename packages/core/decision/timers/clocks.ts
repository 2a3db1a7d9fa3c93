// Judges campaigns that wait for a clock when the clock reaches their bound, and not before. A
// clock has one timer, however many campaigns wait: for the next instant at which a campaign would
// be true but for the clock. The campaigns behind it are found when the timer fires.
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
 * Whether a campaign waits for a clock that is judged before it reaches the bound. False if the
 * timer may be set for this campaign, because it may no longer be waiting.
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

/**
 * Has a campaign judged at an instant, by its clock's timer if it waits for the clock. Null for
 * none.
 */
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

/**
 * Sets the timers of clocks that were reset or whose timer fired, after everything touched is
 * judged.
 */
export function followClocks({ state, context, touched }: Turn, now: number): void {
  const { configuration, availability } = context;
  const { clocks } = touched;
  const scene: Scene = { profile: state, now, availability };
  configuration.truths.renew();
  for (let clock = clocks.next(0); clock >= 0; clock = clocks.next(clock + 1))
    followClock(clock, state, configuration, scene);
}

/**
 * Stops waiting for a campaign. If its clock's timer was set for it, the timer moves to the next
 * campaign.
 */
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
    // A campaign that also waits for something else has its own timer.
    later: (rank, at) => setTimer(state.timers, rank, at),
  });
  setTimer(state.timers, clockTimer(clock), next?.at ?? null);
}

/** The campaign that time alone may make true soonest, and when. Null if none waits. */
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
  /** A campaign that is kept still is not waited for: it is judged when that ends. */
  readonly isKept: (rank: number) => boolean;
  /** Called for campaigns found on the way that something else makes true later than the clock. */
  readonly later: (rank: number, at: number) => void;
}

/** The next campaign that is true when a clock reaches it, and when. Null for none. */
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
