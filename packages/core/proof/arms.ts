/*
 * Assigns visitors to arms: holdout, control, always offered, decided by the policy of an
 * optimising campaign, and the variant. Uses independent hashes of the visitor id. Nothing is
 * stored, so nothing can be lost: the same visitor with the same salts and shares has the same arm
 * on every machine. It knows nothing of eligibility and never reads behaviour.
 */
import { assert } from './assert.ts';
import { bucket, BUCKETS } from './hash.ts';

/** A share of all visitors in basis points, 0 to 10,000, drawn by its own salt. */
export interface SaltedShare {
  readonly salt: string;
  readonly share: number;
}

/** One variant of the treatment and its share, in basis points, of treated visitors. */
export interface VariantShare {
  readonly id: string;
  readonly share: number;
}

/** All that determines an arm. The shares of the variants add up to 10,000. */
export interface ArmPlan {
  readonly holdout: SaltedShare;
  readonly control: SaltedShare;
  /**
   * The share of visitors outside control that is always offered, if not all are. The rest is in
   * the arm `optimise`.
   */
  readonly always?: SaltedShare;
  readonly variants: readonly VariantShare[];
  readonly variantSalt: string;
}

export type Arm = { readonly type: 'holdout' } | { readonly type: 'control' } | Treated;

export interface Treated {
  readonly type: 'treatment' | 'optimise';
  readonly variant: string;
}

const HOLDOUT: Arm = { type: 'holdout' };
const CONTROL: Arm = { type: 'control' };

/**
 * The arm of a visitor. Holdout comes first and hides all others. Raising a holdout or control
 * share only adds visitors to it; lowering it only removes some. Moving the border between two
 * neighbouring variants moves only visitors between those two.
 */
export function assignArm(plan: ArmPlan, visitorId: string): Arm {
  assertPlan(plan);
  if (inHoldout(plan.holdout, visitorId)) return HOLDOUT;
  return isDrawn(plan.control, visitorId) ? CONTROL : armIfTreated(plan, visitorId);
}

/**
 * The arm of a visitor who is neither in the holdout nor in control. For others: the arm they would
 * be in.
 */
export function armIfTreated(plan: ArmPlan, visitorId: string): Treated {
  const isTreatment = plan.always === undefined || isDrawn(plan.always, visitorId);
  return {
    type: isTreatment ? 'treatment' : 'optimise',
    variant: variantOf(plan, visitorId),
  };
}

/** The planned share of an arm among visitors outside the holdout. Shares add up to 1. */
export interface PlannedShare {
  readonly arm: 'control' | 'treatment' | 'optimise';
  /** Null in control. */
  readonly variant: string | null;
  readonly share: number;
}

/**
 * Control, then each variant that is always offered, then, if it optimises, each variant of that
 * arm.
 */
export function plannedShares(plan: Omit<ArmPlan, 'holdout'>): readonly PlannedShare[] {
  const control = plan.control.share / BUCKETS;
  const always = plan.always === undefined ? 1 : plan.always.share / BUCKETS;
  const of = (arm: 'treatment' | 'optimise', part: number): PlannedShare[] =>
    plan.variants.map(({ id, share }) => ({
      arm,
      variant: id,
      share: (1 - control) * part * (share / BUCKETS),
    }));
  const optimise = plan.always === undefined ? [] : of('optimise', 1 - always);
  return [
    { arm: 'control', variant: null, share: control },
    ...of('treatment', always),
    ...optimise,
  ];
}

/** Whether the account keeps this visitor out of every campaign. */
export function inHoldout(holdout: SaltedShare, visitorId: string): boolean {
  return isDrawn(holdout, visitorId);
}

/** Shares of none and all need no hash. */
function isDrawn({ salt, share }: SaltedShare, visitorId: string): boolean {
  if (share === 0 || share === BUCKETS) return share === BUCKETS;
  return bucket(salt, visitorId) < share;
}

function variantOf(plan: ArmPlan, visitorId: string): string {
  const [first] = plan.variants;
  if (first !== undefined && plan.variants.length === 1) return first.id;
  const drawn = bucket(plan.variantSalt, visitorId);
  let border = 0;
  for (const variant of plan.variants) {
    border += variant.share;
    if (drawn < border) return variant.id;
  }
  throw new Error('proof: the shares of the variants do not reach 10,000');
}

function assertPlan(plan: ArmPlan): void {
  assertShare(plan.holdout.share);
  assertShare(plan.control.share);
  if (plan.always !== undefined) assertShare(plan.always.share);
  let total = 0;
  for (const variant of plan.variants) {
    assertShare(variant.share);
    total += variant.share;
  }
  assert(total === BUCKETS, 'the shares of the variants must add up to 10,000');
  const always = plan.always === undefined ? [] : [plan.always.salt];
  assertDistinct([plan.holdout.salt, plan.control.salt, ...always, plan.variantSalt]);
}

function assertShare(share: number): void {
  assert(Number.isInteger(share) && share >= 0 && share <= BUCKETS, 'a share is 0 to 10,000');
}

/** Two draws with the same salt would be correlated and put whole groups into one arm. */
function assertDistinct(salts: readonly string[]): void {
  assert(
    new Set(salts).size === salts.length,
    'holdout, control, always and variants need their own salts',
  );
}
