// A leaf of a condition, compiled once however many campaigns name it: its truth in a scene, what
// people are shown of it, and which changes require a new evaluation.
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import type { Reason } from '@opportune/protocol/campaign/decision.ts';
import type { FactValue } from '../facts/facts.ts';
import type { Pattern } from '../condition/pattern.ts';
import type { Profile } from '../profile.ts';
import type { Scene } from '../scene.ts';
import type { Truth } from '../condition/truth.ts';

export interface Leaf {
  readonly node: Condition;
  test(scene: Scene): Truth;
  /** What people are shown beside it. */
  value(scene: Scene): Reason['value'];
  readonly watch: Watch;
}

/** What a leaf reads. */
export type Watch =
  /**
   * A value of the profile. `flips`: only changes of its result matter; if left out, every change
   * does. `bound`: the one number at which the result for numbers changes. `afterMs`: the value is
   * a clock (see `clockBasis`), and the leaf is false until the clock reaches this, true from then
   * on.
   */
  | {
      readonly type: 'basis';
      readonly key: string;
      read(profile: Profile): FactValue;
      readonly flips?: (value: FactValue) => boolean;
      readonly bound?: number;
      readonly afterMs?: number;
    }
  /**
   * Events by pattern. `visit`: also whether a new visit has begun. `reads`: all patterns, not only
   * the last steps. `wants`: without at least this many events, one fitting each, the leaf is false
   * and time will not change that.
   */
  | {
      readonly type: 'events';
      readonly patterns: readonly Pattern[];
      readonly visit: boolean;
      readonly reads: readonly Pattern[];
      readonly wants: readonly Pattern[];
    }
  | { readonly type: 'agents' }
  | { readonly type: 'nothing' };
