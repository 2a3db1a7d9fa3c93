// Whether a campaign's schedule is open, and until when. Days and minutes are in the account's
// zone.
import type { Schedule } from '@opportune/protocol/campaign/campaign.ts';
import { always, never, until, type Truth } from '../behaviour/condition/truth.ts';
import { nextQuarter, wallClock, type WallClock, weekdays } from '../world/local-time.ts';

/** The schedule without restrictions. */
export const openAlways = (): Truth => always;

/**
 * From `from` on, before `until`, on its days, within its hours. Hours that pass midnight belong to
 * the day on which they begin: Friday from 22:00 to 02:00 ends on Saturday.
 */
export function compileSchedule(schedule: Schedule, zone: string): (now: number) => Truth {
  const { from, until: end, days, hours } = schedule;
  if (from === null && end === null && days.length === 0 && hours === null) return openAlways;
  return (now) => {
    if (end !== null && now >= end) return never;
    const begun: Truth = from === null ? always : now >= from ? always : -from;
    const ends: Truth = end ?? always;
    return Math.min(begun, ends, openToday(schedule, zone, now));
  };
}

function openToday({ days, hours }: Schedule, zone: string, now: number): Truth {
  if (days.length === 0 && hours === null) return always;
  const clock = wallClock(zone, now);
  if (clock === null) return never;
  const open =
    isOpen(hours, clock.minuteOfDay) && (days.length === 0 || days.includes(dayOf(hours, clock)));
  return until(open, nextChange(hours, clock.minuteOfDay, now));
}

/**
 * The day to which these hours belong: the previous one, early in the morning of hours that pass
 * midnight.
 */
function dayOf(
  hours: Schedule['hours'],
  { weekday, minuteOfDay }: WallClock,
): Schedule['days'][number] {
  const passMidnight = hours !== null && hours.fromMinute > hours.untilMinute;
  if (!passMidnight || minuteOfDay >= hours.untilMinute) return weekday;
  return weekdays[(weekdays.indexOf(weekday) + 6) % 7] ?? weekday;
}

function isOpen(hours: Schedule['hours'], minute: number): boolean {
  if (hours === null) return true;
  const { fromMinute, untilMinute } = hours;
  return fromMinute <= untilMinute
    ? minute >= fromMinute && minute < untilMinute
    : minute >= fromMinute || minute < untilMinute;
}

/**
 * The next bound of the hours, but at most the next quarter of an hour: an offset may change there.
 */
function nextChange(hours: Schedule['hours'], minute: number, now: number): number {
  const minuteStart = now - (now % 60_000);
  const bounds = hours === null ? [] : [hours.fromMinute, hours.untilMinute];
  const ahead = bounds
    .filter((bound) => bound > minute)
    .map((bound) => minuteStart + (bound - minute) * 60_000);
  return Math.min(nextQuarter(now), ...ahead);
}
