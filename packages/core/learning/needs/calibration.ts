// Calibrates margins: fits one factor that turns them into confidences, on examples that were held
// out. It changes no ranking. Source: J. Platt, Probabilistic outputs for support vector machines
// (1999), with one factor for all classes as in C. Guo et al., On calibration of modern neural
// networks (2017).

export interface Calibration {
  /** Shares are softmax(factor · margins). */
  readonly factor: number;
  /** Examples held out, and how often their need came first. */
  readonly held: number;
  readonly right: number;
}

export type HoldBack = (
  learnt: readonly number[],
  held: readonly number[],
) => readonly Float64Array[];

const folds = 5;
/** Beyond this many examples one fold is enough, and five would take long. */
const fewExamples = 1_000;
/** The usual factor. The prior is normal in its logarithm, with this precision. */
const usualFactor = 4;
const precision = 10;

/** `holdBack` learns from some rows and returns the margins of others. */
export function calibrate(labels: Int32Array, seed: number, holdBack: HoldBack): Calibration {
  const fold = foldsOf(labels, seed);
  const rows = [...labels.keys()];
  const played = labels.length <= fewExamples ? folds : 1;
  const margins: Float64Array[] = [];
  const truths: number[] = [];
  for (let held = 0; held < played; held++) {
    const back = rows.filter((row) => fold[row] === held);
    margins.push(
      ...holdBack(
        rows.filter((row) => fold[row] !== held),
        back,
      ),
    );
    truths.push(...back.map((row) => labels[row] ?? 0));
  }
  const right = truths.filter((truth, at) => greatest(margins[at] ?? []) === truth).length;
  return { factor: bestFactor(margins, truths), held: truths.length, right };
}

/**
 * How likely each need is, by its margin. No confidence exceeds what the held-out examples can
 * support.
 */
export function confidencesOf(margins: ArrayLike<number>, known: Calibration): Float64Array {
  const trust = known.held / (known.held + 2);
  const rest = (1 - trust) / margins.length;
  return sharesOf(margins, known.factor).map((share) => trust * share + rest);
}

/** Softmax of margins times the factor. */
function sharesOf(margins: ArrayLike<number>, factor: number): Float64Array {
  let top = -Infinity;
  for (let at = 0; at < margins.length; at++) top = Math.max(top, margins[at] ?? 0);
  let sum = 0;
  const shares = Float64Array.from(margins, (margin) => {
    const share = Math.exp(factor * (margin - top));
    sum += share;
    return share;
  });
  return shares.map((share) => share / sum);
}

export function greatest(values: ArrayLike<number>): number {
  let best = 0;
  for (let at = 1; at < values.length; at++) if ((values[at] ?? 0) > (values[best] ?? 0)) best = at;
  return best;
}

/** Deals each need's examples to the folds in turn, starting from an offset given by the seed. */
function foldsOf(labels: Int32Array, seed: number): Int32Array {
  const dealt = new Map<number, number>();
  return labels.map((label) => {
    const turn = dealt.get(label) ?? seed;
    dealt.set(label, turn + 1);
    return turn % folds;
  });
}

/** The likeliest factor given the held-out examples: golden-section search on its logarithm. */
function bestFactor(margins: readonly Float64Array[], truths: readonly number[]): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [Math.log(0.25), Math.log(64)];
  while (high - low > 0.01) {
    const [left, right] = [high - golden * (high - low), low + golden * (high - low)];
    if (surprise(margins, truths, Math.exp(left)) < surprise(margins, truths, Math.exp(right)))
      high = right;
    else low = left;
  }
  return Math.exp((low + high) / 2);
}

function surprise(
  margins: readonly Float64Array[],
  truths: readonly number[],
  factor: number,
): number {
  let sum = (precision / 2) * Math.log(factor / usualFactor) ** 2;
  for (const [at, each] of margins.entries())
    sum -= Math.log(Math.max(1e-12, sharesOf(each, factor)[truths[at] ?? 0] ?? 0));
  return sum;
}
