// Why a visit scores as it does: the features, and the pairs of them, that move its log odds most from
// those of the usual visit and set it apart from the account's others. They come from the running model,
// which alone can be said in words, also where a challenger scores.
import type { IntentModel } from '@opportune/core/learning/intent/intent-model.ts';
import { tellingParts, usualWorth } from '@opportune/core/learning/intent/telling-parts.ts';
import { visitFeatureList, visitFeatures } from '@opportune/core/learning/intent/visit-features.ts';
import type { VisitView } from '@opportune/core/learning/intent/visit-features.ts';
import type { IntentReason } from '@opportune/protocol/behaviour/intent.ts';

const most = 3;
/** Below this many log odds (a tenth of the odds) a part is no reason. */
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

/** What there is none or some of, by its place: a reason that says the other is seen to be wrong. */
const counted: ReadonlyMap<string, number> = new Map(
  visitFeatureList.flatMap(({ key, kind }, at) =>
    kind === 'amount' || kind === 'count' || kind === 'flag' ? [[key, at] as const] : [],
  ),
);
/** Stand beside the score, and change seldom. Pages and times do not: a reason's are of when it scored. */
const exact: ReadonlySet<string> = new Set(['cartItems', 'cartTotal']);

/** Whether it says what is not so any more, by the values of the visit now. */
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
