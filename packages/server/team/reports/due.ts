// When a report is due, in local time of the account's time zone. An hour that is skipped when the
// clock changes is due at the change. A repeated hour is due the first time.
import { dayMs, wallClock, weekdays, zoneOffsetMs } from '@opportune/core/world/local-time.ts';
import type { ReportDraft } from '@opportune/protocol/rest/team/history.ts';

type When = Pick<ReportDraft, 'every' | 'weekday' | 'hour'>;

const hourMs = 3_600_000;
const quarterMs = 900_000;
/** Within a week and a day there is one of every kind. */
const mostDays = 9;

/** The first due instant after `after`. */
export function nextDue(when: When, zone: string, after: number): number {
  const today = wallClock(zone, after)?.day ?? Math.floor(after / dayMs);
  for (let day = today; day < today + mostDays; day += 1) {
    if (when.every === 'week' && !isOn(day, when.weekday)) continue;
    const at = instantOf(zone, day, when.hour);
    if (at > after) return at;
  }
  throw new Error('no day of a week is the one');
}

/** The last due instant up to `now`, never before `first`, which is due itself. */
export function lastDue(when: When, zone: string, first: number, now: number): number {
  let last = first;
  const near = now - mostDays * dayMs;
  for (let next = Math.max(first, near); next <= now; next = nextDue(when, zone, next))
    if (next !== near) last = next;
  return last;
}

/** The local day of an instant, or a number of days before it, `YYYY-MM-DD`. */
export function localDay(zone: string, at: number, before = 0): string {
  const day = wallClock(zone, at)?.day ?? Math.floor(at / dayMs);
  return new Date((day - before) * dayMs).toISOString().slice(0, 10);
}

function isOn(day: number, weekday: number): boolean {
  // 1970-01-01 was a Thursday.
  return (((day + 3) % 7) + 7) % 7 === (weekday - 1) % weekdays.length;
}

/** The first instant at which local time reaches that day and hour. */
function instantOf(zone: string, day: number, hour: number): number {
  const shown = day * dayMs + hour * hourMs;
  const near = shown - (zoneOffsetMs(zone, shown) ?? 0);
  for (let at = near - 3 * hourMs; at < near + 3 * hourMs; at += quarterMs) {
    const wall = wallClock(zone, at);
    if (wall === null) return near;
    if (wall.day > day || (wall.day === day && wall.hour >= hour)) return at;
  }
  return near;
}
