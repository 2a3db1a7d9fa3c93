// Counts visits of history imported after the visitor was known. They count if they are older than
// everything known before, in ascending or descending order of time. History that reaches into
// known times counts nothing, because it may belong to visits already counted.
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';

export interface PastVisits {
  count: number;
  /** Their oldest instant. */
  since: number;
  /** Where known history begins. */
  until: number;
  /** The instant of the last imported event. */
  lastAt: number;
  /** When the newest of them ended. */
  endedAt: number;
}

/** The fields of a profile that count visits. */
interface Visits {
  readonly visits: number;
  readonly firstVisitAt: number | null;
  readonly previousVisitAt: number | null;
  past: PastVisits | null;
}

const { visitGapMs } = profileLimits;

/**
 * Counts an imported event of the visitor's own from before the present visit. `at`: ms since 1970.
 */
export function countPast(profile: Visits, at: number): void {
  const { past, firstVisitAt } = profile;
  const since = past?.since ?? firstVisitAt ?? at;
  if (at < since) {
    const isApart = since - at > visitGapMs;
    profile.past = {
      count: (past?.count ?? 0) + (isApart ? 1 : 0),
      since: at,
      until: since,
      lastAt: at,
      endedAt: Math.max(past?.endedAt ?? -Infinity, isApart ? at : -Infinity),
    };
  } else if (past !== null && at > past.lastAt && past.until - at > visitGapMs) {
    if (at - past.lastAt > visitGapMs) past.count++;
    past.lastAt = at;
    past.endedAt = Math.max(past.endedAt, at);
  }
}

/** Visits so far, including the present one. */
export function visitsSoFar({ visits, past }: Pick<Visits, 'visits' | 'past'>): number {
  return visits + (past?.count ?? 0);
}

/** When the visit before the present one ended. Null if there was none. */
export function lastVisitAt({
  previousVisitAt,
  past,
}: Pick<Visits, 'previousVisitAt' | 'past'>): number | null {
  return previousVisitAt ?? (past !== null && past.count > 0 ? past.endedAt : null);
}
