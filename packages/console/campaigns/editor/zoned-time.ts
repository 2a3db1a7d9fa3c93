// Between instants and the wall clock of a time zone, for date fields: `2026-05-06T09:00`. Where the
// clock is set forward, the missing hour is read as the one after it.
import { zoneOffsetMs } from '@opportune/core/world/local-time.ts';

/** What a clock in the zone shows at an instant. */
export function wallClock(at: number, timeZone: string): string {
  return new Date(at + (zoneOffsetMs(timeZone, at) ?? 0)).toISOString().slice(0, 16);
}

/** The instant at which a clock in the zone shows this; null where it is no date. */
export function instantOf(wall: string, timeZone: string): number | null {
  const wanted = Date.parse(`${wall}Z`);
  if (Number.isNaN(wanted)) return null;
  const shownAt = (at: number): number => Date.parse(`${wallClock(at, timeZone)}Z`);
  const first = wanted - (shownAt(wanted) - wanted);
  const second = first + (wanted - shownAt(first));
  return shownAt(second) === wanted ? second : Math.max(first, second);
}
