// Converts between instants and the wall clock of a time zone, for date fields: `2026-05-06T09:00`.
// A time in the hour that is skipped when clocks go forward is read an hour later.
import { zoneOffsetMs } from '@opportune/core/world/local-time.ts';

/** What a clock in the zone shows at an instant. */
export function wallClock(at: number, timeZone: string): string {
  return new Date(at + (zoneOffsetMs(timeZone, at) ?? 0)).toISOString().slice(0, 16);
}

/** The instant at which a clock in the zone shows `wall`; null if it is not a date. */
export function instantOf(wall: string, timeZone: string): number | null {
  const wanted = Date.parse(`${wall}Z`);
  if (Number.isNaN(wanted)) return null;
  const shownAt = (at: number): number => Date.parse(`${wallClock(at, timeZone)}Z`);
  const first = wanted - (shownAt(wanted) - wanted);
  const second = first + (wanted - shownAt(first));
  return shownAt(second) === wanted ? second : Math.max(first, second);
}
