// Why a visit scores as it does: the features that move its log odds most from those of the usual
// visit, by the first stage of the model, which alone can be said in words.
import { columnsOf, writeColumns } from '@opportune/core/learning/intent/intent-feature.ts';
import type { IntentModel } from '@opportune/core/learning/intent/intent-model.ts';
import { visitFeatures } from '@opportune/core/learning/intent/visit-features.ts';
import type { VisitView } from '@opportune/core/learning/intent/visit-features.ts';
import type { IntentReason } from '@opportune/protocol/intent.ts';

const most = 3;
/** Below this many log odds (a tenth of the odds) a feature is no reason. */
const least = 0.1;

/** The strongest first, for or against. */
export function reasonsOf(model: IntentModel, view: VisitView): readonly IntentReason[] {
  const values = visitFeatures(view, model.pageValues);
  const row = new Float64Array(model.main.size);
  const found: IntentReason[] = [];
  const isGrown = model.seen >= model.settings.grownAt;
  model.features.forEach((feature, at) => {
    const value = values[at] ?? Number.NaN;
    const from = model.starts[at];
    if (from === undefined || Number.isNaN(value) || (!isGrown && feature.early !== true)) return;
    writeColumns(row, from, feature, value);
    const weight = weightOf(model, row, from, from + columnsOf(feature));
    if (Math.abs(weight) >= least)
      found.push({ feature: feature.key, value, weight: Math.round(weight * 100) / 100 });
  });
  return found.sort((one, other) => Math.abs(other.weight) - Math.abs(one.weight)).slice(0, most);
}

/** Log odds that some columns of a row add to those of the usual visit. */
function weightOf(
  { main, usual }: IntentModel,
  row: Float64Array,
  from: number,
  until: number,
): number {
  let weight = 0;
  for (let at = from; at < until; at++)
    weight += (main.mean[at] ?? 0) * ((row[at] ?? 0) - (usual[at] ?? 0));
  return weight;
}
