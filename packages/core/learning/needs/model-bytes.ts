// A model as bytes, to pass between threads or to store. Bytes of another version or length are
// rejected; the model is then learnt again from the labels. Layout: eight bytes of version and
// header length, the header as JSON in ASCII, then places, rarities, scales and steps, each list
// aligned to four bytes.
import { needLimits } from './evidence.ts';
import type { NeedModel } from './model.ts';
import type { TermMix } from './terms.ts';

/** Changes whenever an older model would be read wrongly. The high half identifies the format. */
const version = 0x4e45_0001;

interface Header {
  readonly needs: readonly string[];
  readonly terms: number;
  readonly mix: TermMix;
  readonly leastLength: number;
  readonly calibration: NeedModel['calibration'];
  readonly examples: number;
}

/** At most `needLimits.bytes`. */
export function writeNeedModel(model: NeedModel): Uint8Array<ArrayBuffer> {
  const { needs, vocabulary, weights, calibration, examples } = model;
  const { places, rarity, mix, leastLength } = vocabulary;
  const terms = places.length;
  const header: Header = { needs, terms, mix, leastLength, calibration, examples };
  const text = ascii(JSON.stringify(header));
  const at = layout(text.length, header);
  const bytes = new Uint8Array(at.end);
  new Uint32Array(bytes.buffer, 0, 2).set([version, text.length]);
  for (let index = 0; index < text.length; index++) bytes[8 + index] = text.charCodeAt(index);
  new Uint32Array(bytes.buffer, at.places, places.length).set(places);
  new Float32Array(bytes.buffer, at.rarity, places.length).set(rarity);
  new Float32Array(bytes.buffer, at.scales, needs.length).set(weights.scales);
  new Int8Array(bytes.buffer, at.steps).set(weights.steps);
  return bytes;
}

/** Null if these are not the bytes of a model of this version. */
export function readNeedModel(given: Uint8Array): NeedModel | null {
  if (given.length < 8 || given.length > needLimits.bytes) return null;
  const bytes = given.slice();
  const [found, length] = new Uint32Array(bytes.buffer, 0, 2);
  if (found !== version || length === undefined || length > bytes.length - 8) return null;
  const header = headerOf(bytes.subarray(8, 8 + length));
  if (header === null) return null;
  const { needs, terms, mix, leastLength, calibration, examples } = header;
  const at = layout(length, header);
  if (at.end !== bytes.length) return null;
  const places = new Uint32Array(bytes.buffer, at.places, terms);
  const rarity = new Float32Array(bytes.buffer, at.rarity, terms);
  const scales = new Float32Array(bytes.buffer, at.scales, needs.length);
  const steps = new Int8Array(bytes.buffer, at.steps);
  const vocabulary = { mix, places, rarity, leastLength };
  return { needs, vocabulary, weights: { steps, scales }, calibration, examples };
}

function layout(headerLength: number, { terms, needs }: Header) {
  const places = Math.ceil((8 + headerLength) / 4) * 4;
  const rarity = places + terms * 4;
  const scales = rarity + terms * 4;
  const steps = scales + needs.length * 4;
  return { places, rarity, scales, steps, end: steps + (terms + 1) * needs.length };
}

function ascii(json: string): string {
  return json.replaceAll(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function headerOf(bytes: Uint8Array): Header | null {
  let json: unknown;
  try {
    json = JSON.parse(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  } catch {
    return null;
  }
  return isHeader(json) ? json : null;
}

function isHeader(json: unknown): json is Header {
  if (!isRecord(json)) return false;
  const { needs, terms, mix, leastLength, calibration, examples } = json;
  return (
    Array.isArray(needs) &&
    needs.every((need) => typeof need === 'string') &&
    isCount(terms) &&
    isCount(examples) &&
    Number.isFinite(leastLength) &&
    hasNumbers(mix, ['word', 'pair', 'piece', 'pieceFrom', 'pieceTo', 'context']) &&
    hasNumbers(calibration, ['factor', 'held', 'right'])
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function hasNumbers(value: unknown, names: readonly string[]): boolean {
  return isRecord(value) && names.every((name) => Number.isFinite(value[name]));
}
