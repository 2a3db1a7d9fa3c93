// Visits of imported history that came once the visitor was known. Those count that are older than all that
// was known before, brought in the order of time or against it. What reaches into known times counts
// nothing: it may be of visits that are counted already.
import { profileLimits } from '@opportune/protocol/limits.ts';

export interface PastVisits {
  count: number;
  /** The oldest instant of theirs. */
  since: number;
  /** Where they reach what was known before. */
  until: number;
  /** How far they were brought. */
  lastAt: number;
  /** When the newest of them ended. */
  endedAt: number;
}

/** What of a profile says how often the visitor was here. */
interface Visits {
  readonly visits: number;
  readonly firstVisitAt: number | null;
  readonly previousVisitAt: number | null;
  past: PastVisits | null;
}

const { visitGapMs } = profileLimits;

/** Takes in an imported event of the visitor's own from before the present visit. `at`: ms since 1970. */
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

/** Visits so far, with the present one. */
export function visitsSoFar({ visits, past }: Pick<Visits, 'visits' | 'past'>): number {
  return visits + (past?.count ?? 0);
}

/** When the visit before the present one ended; null where there was none. */
export function lastVisitAt({
  previousVisitAt,
  past,
}: Pick<Visits, 'previousVisitAt' | 'past'>): number | null {
  return previousVisitAt ?? (past !== null && past.count > 0 ? past.endedAt : null);
}
