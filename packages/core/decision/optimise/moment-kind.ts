// Classifies the moment of a visit, to learn what waiting for a better one is worth: time on the
// page, hesitation there, pages seen. It identifies nobody and weighs nothing.

export interface MomentSeen {
  /** Seconds on the page in front. */
  readonly dwellS: number;
  /** The visitor moved to leave it or otherwise hesitated. */
  readonly hesitates: boolean;
  /** Pages of the visit so far. */
  readonly pages: number;
}

export const MOMENT_KINDS = 32;

/** A number below `MOMENT_KINDS`. */
export function momentKindOf({ dwellS, hesitates, pages }: MomentSeen): number {
  const dwell = Math.min(3, Math.max(0, Math.floor(dwellS / 15)));
  const stage = pages <= 1 ? 0 : pages <= 3 ? 1 : pages <= 6 ? 2 : 3;
  return (dwell * 2 + (hesitates ? 1 : 0)) * 4 + stage;
}
