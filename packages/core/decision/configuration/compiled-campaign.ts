// A campaign ready to be judged: conditions as closures, shares as a plan, and its rank as its
// name.
import type { Goal, LiveCampaign, Optimise } from '@opportune/protocol/campaign/campaign.ts';
import type { CompiledCondition } from '../../behaviour/condition/compile-condition.ts';
import type { Truth } from '../../behaviour/condition/truth.ts';
import type { ArmPlan } from '../../proof/arms.ts';

export interface CompiledCampaign {
  readonly rank: number;
  readonly live: LiveCampaign;
  /** Null if the goal was deleted. */
  readonly goal: Goal | null;
  /** The number of its zone, see zones.ts. */
  readonly zone: number;
  /** Null for all sites. */
  readonly sites: ReadonlySet<string> | null;
  schedule(now: number): Truth;
  readonly audience: CompiledCondition;
  readonly moment: CompiledCondition;
  readonly plan: ArmPlan;
  /** Null if the campaign always offers its engagement. */
  readonly optimise: Optimise | null;
}
