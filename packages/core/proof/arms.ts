/*
 * Who is held out, who is control, who gets which variant. Three independent hashes of the visitor
 * id: the account's holdout, the campaign's control, the variant. Nothing is stored, so nothing can
 * be lost: the same visitor under the same salts and shares has the same arm on every machine.
 * It knows nothing of eligibility and never looks at behaviour.
 */
import { assert } from './assert.ts';
import { bucket, BUCKETS } from './hash.ts';

/** A part of all visitors in basis points, 0 to 10,000, drawn by its own salt. */
export interface SaltedShare {
  readonly salt: string;
  readonly share: number;
}

/** One variant of the treatment and its part, in basis points, of those treated. */
export interface VariantShare {
  readonly id: string;
  readonly share: number;
}

/** All that decides an arm. The shares of the variants add up to 10,000. */
export interface ArmPlan {
  readonly holdout: SaltedShare;
  readonly control: SaltedShare;
  readonly variants: readonly VariantShare[];
  readonly variantSalt: string;
}

export type Arm =
  | { readonly type: 'holdout' }
  | { readonly type: 'control' }
  | { readonly type: 'treatment'; readonly variant: string };

const HOLDOUT: Arm = { type: 'holdout' };
const CONTROL: Arm = { type: 'control' };

/**
 * The arm of a visitor. Holdout comes first and hides the other two; a raised holdout or control
 * share only ever adds visitors to it, a lowered one only lets some go. Moving the border between
 * two neighbouring variants moves only visitors between those two.
 */
export function assignArm(plan: ArmPlan & { readonly visitorId: string }): Arm {
  assertPlan(plan);
  if (inHoldout(plan.holdout, plan.visitorId)) return HOLDOUT;
  if (bucket(plan.control.salt, plan.visitorId) < plan.control.share) return CONTROL;
  return { type: 'treatment', variant: variantOf(plan, plan.visitorId) };
}

/** Whether the account holds this visitor out of every campaign. */
export function inHoldout(holdout: SaltedShare, visitorId: string): boolean {
  return bucket(holdout.salt, visitorId) < holdout.share;
}

function variantOf(plan: ArmPlan, visitorId: string): string {
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
  let total = 0;
  for (const variant of plan.variants) {
    assertShare(variant.share);
    total += variant.share;
  }
  assert(total === BUCKETS, 'the shares of the variants must add up to 10,000');
  assertDistinct([plan.holdout.salt, plan.control.salt, plan.variantSalt]);
}

function assertShare(share: number): void {
  assert(Number.isInteger(share) && share >= 0 && share <= BUCKETS, 'a share is 0 to 10,000');
}

/** One salt used twice would tie two draws together and put whole groups into one arm. */
function assertDistinct(salts: readonly string[]): void {
  assert(
    new Set(salts).size === salts.length,
    'holdout, control and variants need their own salts',
  );
}
