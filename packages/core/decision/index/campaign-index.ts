// The interface of the index: which campaigns can an input touch? An untouched campaign can become
// true only by time, and has a timer for that, so it needs no look. indexed-campaigns.ts finds the
// few among ten thousand.
import type { Applied } from '../../behaviour/apply/apply-event.ts';
import type { Profile } from '../../behaviour/profile.ts';
import type { SeenPatterns } from '../../behaviour/recent/seen-patterns.ts';
import type { Scene } from '../../behaviour/scene.ts';
import type { RankSet } from '../../world/rank-set.ts';
import type { ClockTable } from './clock-table.ts';

/** The campaigns that one input touches. */
export interface Touched {
  /** Ranks of the campaigns to judge. */
  readonly ranks: RankSet;
  /** Numbers of the clocks that were reset or whose timer fired. */
  readonly clocks: RankSet;
}

export interface CampaignIndex {
  /** Campaigns that wait for a clock of the visitor. */
  readonly clocks: ClockTable;
  /** Whether any campaign reads which agents are free. */
  readonly asksAgents: boolean;
  /**
   * Starts the next input with nothing touched. The object returned for the previous input is no
   * longer valid.
   */
  begin(): Touched;
  /** Call before an event is applied: records the values that it may change. */
  noteValues(profile: Profile): void;
  /** Whether a fact that rules campaigns out differs from the recorded one. */
  isRuledAnew(profile: Profile): boolean;
  /**
   * The patterns that the visitor's newest events fit. Computes and stores them if the profile does
   * not have them.
   */
  seenOf(profile: Profile): SeenPatterns;
  /** Adds the campaigns touched by a live event and by the events that it pushed out of memory. */
  addByEvent(scene: Scene, applied: Applied, touched: Touched): void;
  /** Adds the campaigns touched by values that an event changed since they were recorded. */
  addByValues(scene: Scene, visitBegan: boolean, touched: Touched): void;
  /** Adds all campaigns except those that require an event which has not come. */
  addEvery(profile: Profile, touched: Touched): void;
  /** Adds the campaigns that read which agents are free. */
  addAskers(touched: Touched): void;
  /** Adds the clock and the campaigns whose bound it reached within a span, both ends included. */
  addFallen(
    clock: number,
    span: { readonly from: number; readonly to: number },
    profile: Profile,
    touched: Touched,
  ): void;
}
