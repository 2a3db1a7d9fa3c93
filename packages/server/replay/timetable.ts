// When each recorded visit begins in a replay. Gaps between visits are shortened like pauses within
// them, then everything is divided by the speed.
import type { RecordedVisit } from './clickstream.ts';

/** Between the beginnings of two visits, before the speed is applied, lies at most this. */
export const longestArrivalGapMs = 60_000;

export interface TimedVisit<Visit extends RecordedVisit> {
  readonly visit: Visit;
  /** After the start of the replay. */
  readonly startMs: number;
}

/** Visits in order of their beginning, each with its instant; `speed` 1 is as recorded. */
export function timetable<Visit extends RecordedVisit>(
  visits: readonly Visit[],
  speed: number,
): readonly TimedVisit<Visit>[] {
  let startMs = 0;
  let before = visits[0]?.startsAt ?? 0;
  return visits.map((visit) => {
    startMs += Math.min(longestArrivalGapMs, Math.max(0, visit.startsAt - before)) / speed;
    before = visit.startsAt;
    return { visit, startMs };
  });
}

/** How long the whole replay takes. */
export function durationMs(timed: readonly TimedVisit<RecordedVisit>[], speed: number): number {
  return timed.reduce(
    (end, { visit, startMs }) =>
      Math.max(end, startMs + (visit.events.at(-1)?.offsetMs ?? 0) / speed),
    0,
  );
}
