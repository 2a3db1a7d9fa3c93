// Whether ranking by gain has shown itself better than what it falls back to. Only visitors on whom
// the two disagree count, and only randomised outcomes. It starts on the fall-back.

export interface FallbackEvidence {
  using: 'uplift' | 'fallback';
  /** Outcomes since the last look. */
  sinceLook: number;
  /** Visitors on whom the two disagreed, and the mean and squared deviations of what uplift gained. */
  disagreed: number;
  mean: number;
  squares: number;
}

export interface EvidenceSettings {
  /** Outcomes between two looks. */
  readonly everyOutcomes: number;
  /** Standard errors above which uplift is used, and below which no longer. */
  readonly switchAt: number;
  readonly returnAt: number;
}

export const DEFAULT_EVIDENCE_SETTINGS: EvidenceSettings = {
  everyOutcomes: 200,
  switchAt: 1,
  returnAt: 0,
};

export function newFallbackEvidence(): FallbackEvidence {
  return { using: 'fallback', sinceLook: 0, disagreed: 0, mean: 0, squares: 0 };
}

/**
 * One randomised outcome; `advantage` is the estimate, unbiased for this visitor, of what uplift's
 * action is worth beyond the fall-back's, or null where both do the same.
 */
export function weigh(
  evidence: FallbackEvidence,
  advantage: number | null,
  settings: EvidenceSettings,
): void {
  if (advantage !== null) {
    evidence.disagreed += 1;
    const off = advantage - evidence.mean;
    evidence.mean += off / evidence.disagreed;
    evidence.squares += off * (advantage - evidence.mean);
  }
  evidence.sinceLook += 1;
  if (evidence.sinceLook < settings.everyOutcomes) return;
  evidence.sinceLook = 0;
  const z = standardErrors(evidence);
  if (evidence.using === 'fallback' && z > settings.switchAt) evidence.using = 'uplift';
  else if (evidence.using === 'uplift' && z < settings.returnAt) evidence.using = 'fallback';
}

/** Mean advantage of uplift in standard errors; 0 while there is too little to say. */
export function standardErrors({ disagreed, mean, squares }: FallbackEvidence): number {
  if (disagreed < 20 || squares <= 0) return 0;
  return mean / Math.sqrt(squares / (disagreed - 1) / disagreed);
}
