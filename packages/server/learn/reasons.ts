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
  const found: IntentReason[] = [];
  const isGrown = model.seen >= model.settings.grownAt;
  model.features.forEach((feature, at) => {
    const value = values[at] ?? Number.NaN;
    if (Number.isNaN(value) || (!isGrown && feature.early !== true)) return;
    const weight = weightOf(model, at, value);
    if (Math.abs(weight) >= least)
      found.push({ feature: feature.key, value, weight: round(weight) });
  });
  return found.sort((one, other) => Math.abs(other.weight) - Math.abs(one.weight)).slice(0, most);
}

/** Log odds that a value of a feature adds to those of the usual visit. */
export function weightOf(model: IntentModel, feature: number, value: number): number {
  const kind = model.features[feature];
  const from = model.starts[feature];
  if (kind === undefined || from === undefined) return 0;
  const row = new Float64Array(model.main.size);
  writeColumns(row, from, kind, value);
  let weight = 0;
  for (let at = from; at < from + columnsOf(kind); at++)
    weight += (model.main.mean[at] ?? 0) * ((row[at] ?? 0) - (model.usual[at] ?? 0));
  return weight;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
