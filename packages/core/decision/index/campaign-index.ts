// All that the engine asks of the index: which campaigns an input can touch. A campaign that nothing
// touched cannot have become true but by time, and for that it has a timer; so all others need no
// look. How the few are found among ten thousand is behind indexed-campaigns.ts.
import type { Applied } from '../../behaviour/apply/apply-event.ts';
import type { Profile } from '../../behaviour/profile.ts';
import type { SeenPatterns } from '../../behaviour/recent/seen-patterns.ts';
import type { Scene } from '../../behaviour/scene.ts';
import type { RankSet } from '../../world/rank-set.ts';
import type { ClockTable } from './clock-table.ts';

/** Whom one input touches. */
export interface Touched {
  /** Ranks of the campaigns that are to be judged. */
  readonly ranks: RankSet;
  /** Numbers of the clocks that were set anew, or whose timer fired. */
  readonly clocks: RankSet;
}

export interface CampaignIndex {
  /** Those that wait for a clock of the visitor. */
  readonly clocks: ClockTable;
  /** Some campaign reads who is free to answer. */
  readonly asksAgents: boolean;
  /** For the next input: nobody is touched yet. What it said of the one before holds no longer. */
  begin(): Touched;
  /** Before an event is applied: notes the values that it may change. */
  noteValues(profile: Profile): void;
  /** Whether a fact that rules campaigns out is another one than was noted. */
  isRuledAnew(profile: Profile): boolean;
  /** What the visitor's newest events fit: found afresh, and kept, where the profile does not say. */
  seenOf(profile: Profile): SeenPatterns;
  /** Adds whom a live event touches by coming, and what fell out for it by being forgotten. */
  addByEvent(scene: Scene, applied: Applied, touched: Touched): void;
  /** Adds whom an event touches by the values that it changed since they were noted. */
  addByValues(scene: Scene, visitBegan: boolean, touched: Touched): void;
  /** Adds all but those that want an event which has not come. */
  addEvery(profile: Profile, touched: Touched): void;
  /** Adds those that read who is free to answer. */
  addAskers(touched: Touched): void;
  /** Adds those to whom a clock came within a span, both ends included, and the clock. */
  addFallen(
    clock: number,
    span: { readonly from: number; readonly to: number },
    profile: Profile,
    touched: Touched,
  ): void;
}
