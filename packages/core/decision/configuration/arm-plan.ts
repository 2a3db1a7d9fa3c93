// Turns a configuration into an arm plan: the salts (by account, campaign and period) and the
// shares. The assignment itself is in proof/arms.ts.
import {
  optimisingOf,
  type LiveCampaign,
  type Variant,
} from '@opportune/protocol/campaign/campaign.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import {
  armIfTreated,
  assignArm,
  type Arm,
  type ArmPlan,
  type SaltedShare,
} from '../../proof/arms.ts';

/** The share of an account's visitors that enter no campaign. */
export function holdoutOf({ salt, settings }: Configuration): SaltedShare {
  return { salt: `${salt}:holdout`, share: settings.holdout };
}

export function armPlanOf(source: Configuration, { id, period, document }: LiveCampaign): ArmPlan {
  const optimise = optimisingOf(document);
  const always = {
    salt: `${source.salt}:always:${id}:${period}`,
    share: optimise?.always ?? 10_000,
  };
  return {
    holdout: holdoutOf(source),
    control: { salt: `${source.salt}:control:${id}:${period}`, share: document.control },
    ...(optimise === null ? {} : { always }),
    variants: document.engagement.variants.map((variant) => ({
      id: variant.id,
      share: variant.share,
    })),
    variantSalt: `${source.salt}:variant:${id}:${period}`,
  };
}

/** Whether the shares add up. If they do not, no arm can be drawn. */
export function isRunnable({ document }: LiveCampaign): boolean {
  const total = document.engagement.variants.reduce((sum, { share }) => sum + share, 0);
  return total === 10_000 && document.control >= 0 && document.control <= 10_000;
}

/**
 * The arm of a unit that is not in the holdout, and the variant that it sees. For control: the
 * variant that it would see.
 */
export function drawArm(
  { plan, live }: { readonly plan: ArmPlan; readonly live: LiveCampaign },
  unitId: string,
): Drawn {
  const drawn = assignArm(plan, unitId);
  // Control's ghost also has an offer: that of the variant drawn for it.
  const open = 'variant' in drawn ? drawn : armIfTreated(plan, unitId);
  const variant = live.document.engagement.variants.find(({ id }) => id === open.variant);
  if (variant === undefined) throw new Error('decision: an arm names no variant of its campaign');
  const arm = drawn.type === 'holdout' ? open.type : drawn.type;
  return { arm, variant, follows: open.type === 'optimise' ? 'policy' : 'rule' };
}

export interface Drawn {
  readonly arm: DrawnArm;
  readonly variant: Variant;
  /**
   * What the arm follows. In control: what it would follow in treatment. Control itself is drawn
   * separately.
   */
  readonly follows: 'rule' | 'policy';
}

export type DrawnArm = Arm['type'];

/** Probability of an arm and one of its variants under the randomisation. */
export function propensityOf(plan: ArmPlan, arm: DrawnArm, variant: Variant): number {
  const share = armShareOf(plan, arm);
  return arm === 'control' ? share : share * (variant.share / 10_000);
}

/** Probability of an arm, all its variants together. */
export function armShareOf(plan: ArmPlan, arm: DrawnArm): number {
  const control = plan.control.share / 10_000;
  if (arm === 'control') return control;
  if (plan.always === undefined) return 1 - control;
  const always = plan.always.share / 10_000;
  return (1 - control) * (arm === 'treatment' ? always : 1 - always);
}
