// Boosted trees to JSON and back, bit by bit. JSON of another version or width, with too many
// trees, or with a feature out of range is rejected whole.
import type { Json, JsonObject } from '@opportune/protocol/behaviour/event.ts';
import { numbersToText, textToNumbers } from '../intent/base64.ts';
import { treeLimits, type BoostedTrees } from './boosted-trees.ts';
import { CODES } from './moment-codes.ts';

export const TREES_VERSION = 1;

export function treesToJson(of: BoostedTrees): JsonObject {
  return {
    version: TREES_VERSION,
    width: of.width,
    trees: of.trees,
    base: of.base,
    features: [...of.features],
    cuts: [...of.cuts],
    leaves: numbersToText(of.leaves),
  };
}

/** The trees, or null if the JSON is not of this version and width. */
export function treesFromJson(json: Json, width: number): BoostedTrees | null {
  if (typeof json !== 'object' || json === null || !('version' in json)) return null;
  const { version, trees, base, leaves } = json;
  if (version !== TREES_VERSION || json['width'] !== width) return null;
  if (typeof trees !== 'number' || !Number.isInteger(trees)) return null;
  if (trees < 0 || trees > treeLimits.trees) return null;
  if (typeof base !== 'number' || !Number.isFinite(base) || typeof leaves !== 'string') return null;
  const features = bytesOf(json['features'], trees * treeLimits.nodes, width);
  const cuts = bytesOf(json['cuts'], trees * treeLimits.nodes, CODES);
  const read = new Float32Array(trees * treeLimits.leaves);
  if (features === null || cuts === null || !textToNumbers(leaves, read)) return null;
  return { width, base, trees, features, cuts, leaves: read };
}

function bytesOf(json: Json | undefined, many: number, below: number): Uint8Array | null {
  if (!Array.isArray(json) || json.length !== many) return null;
  const bytes = new Uint8Array(many);
  for (let at = 0; at < many; at++) {
    const value: Json = json[at];
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value >= below)
      return null;
    bytes[at] = value;
  }
  return bytes;
}
