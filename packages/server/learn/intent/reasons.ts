// Explains the score of a visit by the features, and pairs of features, that move its log odds most
// from those of the usual visit and distinguish it. They come from the running model, the only one
// that can be put into words, even if a challenger scores.
import type { IntentModel } from '@opportune/core/learning/intent/intent-model.ts';
import { tellingParts, usualWorth } from '@opportune/core/learning/intent/telling-parts.ts';
import { visitFeatureList, visitFeatures } from '@opportune/core/learning/intent/visit-features.ts';
import type { VisitView } from '@opportune/core/learning/intent/visit-features.ts';
import type { IntentReason } from '@opportune/protocol/behaviour/intent.ts';

const most = 3;
/** A part that moves the log odds less than this (a tenth of the odds) is no reason. */
const least = 0.1;

/** The strongest first, for or against. */
export function reasonsOf(model: IntentModel, view: VisitView): readonly IntentReason[] {
  const values = visitFeatures(view, model.pageValues);
  const known = (at: number): { feature: string; value: number } => ({
    feature: model.features[at]?.key ?? '',
    value: values[at] ?? 0,
  });
  const usual = (at: number): { usual?: number } => {
    const worth = usualWorth(model, at);
    return worth === null ? {} : { usual: worth };
  };
  return tellingParts(model, values, { least, most }).map(({ feature, beside, weight }) => ({
    ...known(feature),
    ...usual(feature),
    weight: Math.round(weight * 100) / 100,
    ...(beside === null ? {} : { beside: known(beside) }),
  }));
}

/**
 * Features that are none or some, by index. If such a reason states the other, people notice that
 * it is wrong.
 */
const counted: ReadonlyMap<string, number> = new Map(
  visitFeatureList.flatMap(({ key, kind }, at) =>
    kind === 'amount' || kind === 'count' || kind === 'flag' ? [[key, at] as const] : [],
  ),
);
/**
 * Shown beside the score and rarely changing, so they must be exact. Pages and times are those of
 * the scoring.
 */
const exact: ReadonlySet<string> = new Set(['cartItems', 'cartTotal']);

/** Whether the reason contradicts the current values of the visit. */
export function isOutdated(
  { feature, value, beside }: IntentReason,
  values: ArrayLike<number>,
): boolean {
  return (
    isOther(feature, value, values) ||
    (beside !== undefined && isOther(beside.feature, beside.value, values))
  );
}

function isOther(feature: string, value: number, values: ArrayLike<number>): boolean {
  const at = counted.get(feature);
  if (at === undefined) return false;
  const now = values[at] ?? value;
  return exact.has(feature) ? now !== value : (now === 0) !== (value === 0);
}
