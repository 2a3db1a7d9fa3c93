// Compares predictions with outcomes: visits grouped by the chance that they were given before
// their end was known. It corrects nothing; the page shows it.
import { z } from 'zod';

/** The boundaries between ranges of chances. Each is about twice the one before. */
const edges = [0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64];

const Range = z.object({ visits: z.number(), predicted: z.number(), reached: z.number() });
export const Calibration = z.array(Range).length(edges.length + 1);
/** By range: visits, the sum of their chances, and those that reached the goal. */
export type Calibration = z.infer<typeof Calibration>;

export function newCalibration(): Calibration {
  return Array.from({ length: edges.length + 1 }, () => ({ visits: 0, predicted: 0, reached: 0 }));
}

/** Counts a visit with this chance. Changes the counts in place. */
export function count(calibration: Calibration, chance: number, reached: boolean): void {
  const at = edges.findIndex((edge) => chance < edge);
  const range = calibration[at === -1 ? edges.length : at];
  if (range === undefined) return;
  range.visits++;
  range.predicted += chance;
  if (reached) range.reached++;
}

/** Lowers the weight of the visits so far. Changes the counts in place. */
export function fade(calibration: Calibration, kept: number): void {
  for (const range of calibration) {
    range.visits *= kept;
    range.predicted *= kept;
    range.reached *= kept;
  }
}

export interface CalibrationRow {
  readonly from: number;
  readonly until: number;
  readonly visits: number;
  /** Means over the range's visits. */
  readonly predicted: number;
  readonly happened: number;
  /** The 95 % interval of the outcome. */
  readonly lower: number;
  readonly upper: number;
}

/** The ranges that have visits. */
export function calibrationRows(calibration: Calibration): readonly CalibrationRow[] {
  return calibration.flatMap(({ visits, predicted, reached }, at) =>
    visits < 0.5
      ? []
      : {
          from: edges[at - 1] ?? 0,
          until: edges[at] ?? 1,
          visits: Math.round(visits),
          predicted: predicted / visits,
          happened: reached / visits,
          ...wilson(reached, visits),
        },
  );
}

/**
 * The mean distance between prediction and outcome, weighted by the visits of each range. Null
 * without visits.
 */
export function calibrationError(calibration: Calibration): number | null {
  let visits = 0;
  let off = 0;
  for (const range of calibration) {
    visits += range.visits;
    off += Math.abs(range.predicted - range.reached);
  }
  return visits === 0 ? null : off / visits;
}

/** E. B. Wilson, Probable inference, the law of succession, and statistical inference (1927). */
function wilson(reached: number, visits: number): { lower: number; upper: number } {
  const z = 1.96;
  const share = reached / visits;
  const middle = share + (z * z) / (2 * visits);
  const half = z * Math.sqrt((share * (1 - share)) / visits + (z * z) / (4 * visits * visits));
  const whole = 1 + (z * z) / visits;
  return {
    lower: Math.max(0, (middle - half) / whole),
    upper: Math.min(1, (middle + half) / whole),
  };
}
