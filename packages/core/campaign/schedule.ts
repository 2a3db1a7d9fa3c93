// Whether a campaign's schedule is open, and until when. Days and minutes are the account's.
import type { Schedule } from '@opportune/protocol/campaign.ts';
import { always, never, until, type Truth } from '../behaviour/truth.ts';
import { nextQuarter, wallClock } from '../world/local-time.ts';

/** The schedule that asks for nothing. */
export const openAlways = (): Truth => always;

/** From `from` on, before `until`, on its days, within its hours (which may pass midnight). */
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
    isOpen(hours, clock.minuteOfDay) && (days.length === 0 || days.includes(clock.weekday));
  return until(open, nextChange(hours, clock.minuteOfDay, now));
}

function isOpen(hours: Schedule['hours'], minute: number): boolean {
  if (hours === null) return true;
  const { fromMinute, untilMinute } = hours;
  return fromMinute <= untilMinute
    ? minute >= fromMinute && minute < untilMinute
    : minute >= fromMinute || minute < untilMinute;
}

/** The next bound of the hours, and no later than the next quarter: an offset may change there. */
function nextChange(hours: Schedule['hours'], minute: number, now: number): number {
  const minuteStart = now - (now % 60_000);
  const bounds = hours === null ? [] : [hours.fromMinute, hours.untilMinute];
  const ahead = bounds
    .filter((bound) => bound > minute)
    .map((bound) => minuteStart + (bound - minute) * 60_000);
  return Math.min(nextQuarter(now), ...ahead);
}
