// From a configuration to what decides an arm: the salts, by account, campaign and period, and the
// shares. The assignment itself is proof/arms.ts.
import type { LiveCampaign, Variant } from '@opportune/protocol/campaign.ts';
import type { Configuration } from '@opportune/protocol/configuration.ts';
import { assignArm, type ArmPlan, type SaltedShare } from '../proof/arms.ts';

/** Part of an account's visitors that enter no campaign. */
export function holdoutOf({ salt, settings }: Configuration): SaltedShare {
  return { salt: `${salt}:holdout`, share: settings.holdout };
}

export function armPlanOf(source: Configuration, { id, period, document }: LiveCampaign): ArmPlan {
  return {
    holdout: holdoutOf(source),
    control: { salt: `${source.salt}:control:${id}:${period}`, share: document.control },
    variants: document.engagement.variants.map((variant) => ({
      id: variant.id,
      share: variant.share,
    })),
    variantSalt: `${source.salt}:variant:${id}:${period}`,
  };
}

/** Whether shares add up, so that an arm can be drawn. */
export function isRunnable({ document }: LiveCampaign): boolean {
  const total = document.engagement.variants.reduce((sum, { share }) => sum + share, 0);
  return total === 10_000 && document.control >= 0 && document.control <= 10_000;
}

/** The arm of a visitor who is not held out, and the variant they see or in treatment would see. */
export function drawArm(
  { plan, live }: { readonly plan: ArmPlan; readonly live: LiveCampaign },
  visitorId: string,
): { readonly control: boolean; readonly variant: Variant } {
  const drawn = assignArm({ ...plan, visitorId });
  // Control's ghost has an offer too: that of the variant it would see, by the same draw.
  const open = assignArm({
    ...plan,
    holdout: none(plan.holdout),
    control: none(plan.control),
    visitorId,
  });
  const variant = live.document.engagement.variants.find(
    ({ id }) => open.type === 'treatment' && id === open.variant,
  );
  if (variant === undefined) throw new Error('decision: an arm names no variant of its campaign');
  return { control: drawn.type === 'control', variant };
}

function none({ salt }: SaltedShare): SaltedShare {
  return { salt, share: 0 };
}

/** Probability of an arm under the randomisation. */
export function propensityOf(plan: ArmPlan, control: boolean, variant: Variant): number {
  const ofControl = plan.control.share / 10_000;
  return control ? ofControl : (1 - ofControl) * (variant.share / 10_000);
}
