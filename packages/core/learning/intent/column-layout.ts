// The layout of the columns of the first stage: the constant, each feature's own, then products of
// two. Products are few and follow from the features' flags: all pairs of the early numbers, and
// "the first feature is some" times each gated feature. It holds no weights.
import { columnsOf, someColumn, type IntentFeature } from './intent-feature.ts';

export interface ColumnLayout {
  readonly size: number;
  /** Where each feature's columns begin. Column 0 is the constant. */
  readonly starts: readonly number[];
  /** How many features come first and are early. */
  readonly leading: number;
  /** The feature of each column before the products; -1 for the constant. */
  readonly owners: Int32Array;
  /** Where the products begin. */
  readonly productsFrom: number;
  /** The two columns of each product, one after the other. */
  readonly products: Int32Array;
}

export function newColumnLayout(features: readonly IntentFeature[]): ColumnLayout {
  const starts: number[] = [];
  let productsFrom = 1;
  for (const feature of features) {
    starts.push(productsFrom);
    productsFrom += columnsOf(feature);
  }
  const products = Int32Array.from([...earlyPairs(features, starts), ...gates(features, starts)]);
  const owners = Int32Array.from([
    -1,
    ...features.flatMap((feature, at) => new Array<number>(columnsOf(feature)).fill(at)),
  ]);
  const later = features.findIndex(({ early }) => early !== true);
  const leading = later < 0 ? features.length : later;
  const size = productsFrom + products.length / 2;
  return { leading, size, starts, owners, productsFrom, products };
}

function earlyPairs(features: readonly IntentFeature[], starts: readonly number[]): number[] {
  const early = features.flatMap(({ early, kind }, at) =>
    early === true && kind !== 'choice' && kind !== 'flag' ? [starts[at] ?? 0] : [],
  );
  return early.flatMap((one, at) => early.slice(at).flatMap((other) => [one, other]));
}

function gates(features: readonly IntentFeature[], starts: readonly number[]): number[] {
  const [first] = features;
  const some = first === undefined ? null : someColumn(first, starts[0] ?? 0);
  if (some === null) return [];
  return features.flatMap((feature, at) => {
    if (feature.gated !== true) return [];
    const from = starts[at] ?? 0;
    const many = feature.kind === 'choice' ? columnsOf(feature) : 1;
    return Array.from({ length: many }, (_, place) => [some, from + place]).flat();
  });
}

/** Writes the products of a row whose other columns are written. */
export function writeProducts(row: Float64Array, { products, productsFrom }: ColumnLayout): void {
  for (let at = 0, column = productsFrom; at < products.length; at += 2, column++) {
    const one = row[products[at] ?? 0] ?? 0;
    if (one !== 0) row[column] = one * (row[products[at + 1] ?? 0] ?? 0);
  }
}
