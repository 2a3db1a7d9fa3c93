// A policy's state as JSON and back, bit by bit: a version, what it is a policy of, and its numbers.
// Options are not kept: they belong to the campaign. A text of another version, of other actions or of
// another number of features is refused; such a policy begins anew, and none is half read.
import type { Json, JsonObject } from '@opportune/protocol/event.ts';

import type { CapacityPrice } from './capacity-price.ts';
import { arrayCell, matrixCell, numbersCell, readCells, writeCells } from './number-cells.ts';
import type { Cell } from './number-cells.ts';
import { newPolicy, setCapacity } from './policy-state.ts';
import type { PolicyOptions, SkillPrices, UpliftPolicy } from './policy-state.ts';

export const POLICY_VERSION = 1;
const MOST_SKILLS = 200;

export function policyToJson(policy: UpliftPolicy): JsonObject {
  return {
    version: POLICY_VERSION,
    features: policy.options.features,
    actions: [...policy.options.actions],
    skills: [...policy.skills.keys()],
    numbers: readCells(cellsOf(policy)),
  };
}

/** The policy as it was, under these options; null where the JSON is not one of theirs. */
export function policyFromJson(
  json: Json,
  options: Parameters<typeof newPolicy>[0] & Partial<PolicyOptions>,
): UpliftPolicy | null {
  if (json === null || typeof json !== 'object' || !('version' in json)) return null;
  const { version, features, actions, skills, numbers } = json;
  if (version !== POLICY_VERSION || features !== options.features) return null;
  if (JSON.stringify(actions) !== JSON.stringify(options.actions)) return null;
  if (!Array.isArray(skills) || skills.length > MOST_SKILLS || typeof numbers !== 'string')
    return null;
  const policy = newPolicy(options);
  for (const skill of skills) {
    if (typeof skill !== 'string' || policy.skills.has(skill)) return null;
    setCapacity(policy, skill, { per: 'hour', minutes: 0 });
  }
  return writeCells(cellsOf(policy), numbers) ? policy : null;
}

function cellsOf(policy: UpliftPolicy): readonly Cell[] {
  const { weights } = policy.model;
  const { evidence } = policy;
  return [
    arrayCell(weights.mean),
    matrixCell(weights.covariance, weights.size),
    numbersCell(
      () => [weights.seen, evidence.using === 'uplift' ? 1 : 0, evidence.sinceLook],
      ([seen = 0, using = 0, sinceLook = 0]) => {
        weights.seen = seen;
        evidence.using = using === 1 ? 'uplift' : 'fallback';
        evidence.sinceLook = sinceLook;
      },
    ),
    numbersCell(
      () => [evidence.disagreed, evidence.mean, evidence.squares],
      ([disagreed = 0, mean = 0, squares = 0]) => {
        Object.assign(evidence, { disagreed, mean, squares });
      },
    ),
    ...[...policy.skills.values()].flatMap(skillCells),
  ];
}

function skillCells(prices: SkillPrices): readonly Cell[] {
  const own = numbersCell(
    () => [
      prices.capacity.per === 'hour' ? 1 : 0,
      prices.capacity.minutes,
      prices.payer === 'uplift' ? 1 : 0,
    ],
    ([per = 0, minutes = 0, payer = 0]) => {
      prices.capacity = { per: per === 1 ? 'hour' : 'arrival', minutes };
      prices.payer = payer === 1 ? 'uplift' : 'fallback';
    },
  );
  return [own, ...priceCells(prices.uplift), ...priceCells(prices.response)];
}

function priceCells(price: CapacityPrice): readonly Cell[] {
  const own = numbersCell(
    () => [price.perMinute, price.seen, price.debt, price.minutes, price.room, price.lastMs ?? -1],
    ([perMinute = 0, seen = 0, debt = 0, minutes = 0, room = 0, lastMs = -1]) => {
      Object.assign(price, { perMinute, seen, debt, minutes, room });
      price.lastMs = lastMs < 0 ? null : lastMs;
    },
  );
  return [own, arrayCell(price.recent), arrayCell(price.sorted)];
}
