// A campaign as it is judged: its conditions as closures, its shares as a plan, its rank for a name.
import type { Goal, LiveCampaign, Optimise } from '@opportune/protocol/campaign/campaign.ts';
import type { CompiledCondition } from '../../behaviour/condition/compile-condition.ts';
import type { Truth } from '../../behaviour/condition/truth.ts';
import type { ArmPlan } from '../../proof/arms.ts';

export interface CompiledCampaign {
  readonly rank: number;
  readonly live: LiveCampaign;
  /** Null where it is no longer there. */
  readonly goal: Goal | null;
  /** Number of its zone, see zones.ts. */
  readonly zone: number;
  /** Null: all. */
  readonly sites: ReadonlySet<string> | null;
  schedule(now: number): Truth;
  readonly audience: CompiledCondition;
  readonly moment: CompiledCondition;
  readonly plan: ArmPlan;
  /** Null where the engagement is offered always. */
  readonly optimise: Optimise | null;
}
