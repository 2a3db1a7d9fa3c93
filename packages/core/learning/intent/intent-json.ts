// An intent model to JSON and back, bit by bit: a version, the names of its features, and its
// numbers. JSON of another version, with other features or too many pages is rejected whole; the
// model then begins anew.
import type { Json, JsonObject } from '@opportune/protocol/behaviour/event.ts';
import { fromSquare, toSquare } from '../symmetric-matrix.ts';
import { numbersToText, textToNumbers } from './base64.ts';
import type { IntentFeature } from './intent-feature.ts';
import { newIntentModel, type IntentModel } from './intent-state.ts';
import type { UsualVisit } from './usual-visit.ts';
import { visitFeatureList } from './visit-features.ts';
import type { Tally } from './page-values.ts';

export const INTENT_VERSION = 2;
/** Rejects more pages or sections than a model keeps, and names longer than a path. */
const mostTallies = 2_000;
const longestName = 2_048;

export function intentModelToJson(model: IntentModel): JsonObject {
  const { main, calibration, crosses, pageValues } = model;
  return {
    version: INTENT_VERSION,
    features: model.features.map(({ key }) => key),
    seen: model.seen,
    reached: model.reached,
    usual: model.usualShare,
    learnt: [main.seen, calibration.seen],
    numbers: numbersOf(model).map(numbersToText),
    crosses: [numbersToText(crosses.weights), numbersToText(crosses.squares)],
    usually: usuallyToJson(model.usually),
    visits: [pageValues.visits, pageValues.reached],
    pages: talliesToJson(pageValues.pages),
    sections: talliesToJson(pageValues.sections),
  };
}

/** The model, or null if the JSON does not have these features and this version. */
export function intentModelFromJson(
  json: Json,
  features: readonly IntentFeature[] = visitFeatureList,
): IntentModel | null {
  const from = objectOf(json);
  if (from === null || from['version'] !== INTENT_VERSION) return null;
  if (JSON.stringify(from['features']) !== JSON.stringify(features.map(({ key }) => key)))
    return null;
  const model = newIntentModel(features);
  const { main, calibration, crosses, pageValues } = model;
  const isWhole =
    fillNumbers(from['numbers'], model) &&
    fill(from['crosses'], [crosses.weights, crosses.squares]) &&
    readUsually(from['usually'], model.usually) &&
    readTallies(from['pages'], pageValues.pages) &&
    readTallies(from['sections'], pageValues.sections);
  const totals = [from['seen'], from['reached'], from['usual']];
  const counts = [...totals, ...pair(from['learnt']), ...pair(from['visits'])].filter(isCount);
  const [seen = 0, reached = 0, usualShare = 0, one = 0, two = 0, visits = 0, of = 0] = counts;
  if (!isWhole || counts.length !== 7 || usualShare > 1) return null;
  Object.assign(model, { seen, reached, usualShare });
  Object.assign(pageValues, { visits, reached: of });
  main.seen = one;
  calibration.seen = two;
  return model;
}

/** In this order. Covariances are stored as whole squares. */
function numbersOf({ main, calibration, usual }: IntentModel): readonly Float64Array[] {
  const square = toSquare(main.covariance, main.size);
  const other = toSquare(calibration.covariance, calibration.size);
  return [main.mean, square, calibration.mean, other, usual];
}

function fillNumbers(json: Json | undefined, { main, calibration, usual }: IntentModel): boolean {
  const square = new Float64Array(main.size ** 2);
  const other = new Float64Array(calibration.size ** 2);
  if (!fill(json, [main.mean, square, calibration.mean, other, usual])) return false;
  fromSquare(square, main.size, main.covariance);
  fromSquare(other, calibration.size, calibration.covariance);
  return true;
}

function usuallyToJson({ visits, bins, crosses }: UsualVisit): Json {
  return [visits, ...[bins, crosses.alone, crosses.pairs].map(numbersToText)];
}

/** A model stored without usual values is accepted, and counts them from then on. */
function readUsually(json: Json | undefined, into: UsualVisit): boolean {
  if (json === undefined) return true;
  if (!Array.isArray(json) || !isCount(json[0])) return false;
  into.visits = json[0];
  return fill(json.slice(1), [into.bins, into.crosses.alone, into.crosses.pairs]);
}

function talliesToJson(tallies: ReadonlyMap<string, Tally>): Json {
  return [...tallies].map(([name, { visits, reached }]) => [name, visits, reached]);
}

function readTallies(json: Json | undefined, into: Map<string, Tally>): boolean {
  if (!Array.isArray(json) || json.length > mostTallies) return false;
  for (const each of json) {
    const [name, visits, reached] = Array.isArray(each) ? each : [];
    if (
      typeof name !== 'string' ||
      name.length > longestName ||
      !isCount(visits) ||
      !isCount(reached)
    )
      return false;
    into.set(name, { visits, reached });
  }
  return true;
}

function fill(json: Json | undefined, arrays: readonly (Float64Array | Float32Array)[]): boolean {
  if (!Array.isArray(json) || json.length !== arrays.length) return false;
  return arrays.every((array, at) => {
    const text = json[at];
    return typeof text === 'string' && textToNumbers(text, array);
  });
}

function pair(json: Json | undefined): readonly Json[] {
  return Array.isArray(json) ? json.slice(0, 2) : [];
}

function isCount(json: Json | undefined): json is number {
  return typeof json === 'number' && Number.isFinite(json) && json >= 0;
}

function objectOf(json: Json): JsonObject | null {
  return typeof json === 'object' && json !== null && !isList(json) ? json : null;
}

/** `Array.isArray` does not narrow away read-only lists. */
function isList(json: JsonObject | readonly Json[]): json is readonly Json[] {
  return Array.isArray(json);
}
