// Whether a skill is open, and until when, by local time in the account's zone. When clocks change,
// local time counts. Closed means that nothing new begins; waiting and active conversations
// continue.
import type { SkillId } from '@opportune/protocol/ids.ts';
import type { OpeningHours } from '@opportune/protocol/rest/team/opening-hours.ts';
import { dayMs, daysFromCivil, nextQuarter, wallClock } from '../../world/local-time.ts';
import type { Desk } from '../desk.ts';
import type { SkillPlan } from './skill-plan.ts';

/** Null if it is always open. */
export function hoursOf(
  { rules, settings }: SkillPlan,
  skill: SkillId | null,
): OpeningHours | null {
  const own = skill === null ? undefined : rules.get(skill)?.hours;
  return own ?? settings.hours;
}

/** Re-evaluates what may have changed by now; with another plan, everything. */
export function reopen({ at, plan, openings }: Desk, anew: boolean): void {
  if (anew) openings.clear();
  const named = anew ? [null, ...plan.rules.keys()] : [...openings.keys()];
  for (const skill of named) {
    const known = openings.get(skill);
    const hours = hoursOf(plan, skill);
    if (hours === null || (known !== undefined && at < known.until)) continue;
    const until = changesAt(hours, plan.zone, at);
    openings.set(skill, { isOpen: isOpenAt(hours, plan.zone, at), until });
  }
}

/** A skill without hours of its own is open when the account is. */
export function isOpen({ openings, plan }: Desk, skill: SkillId | null): boolean {
  const named = skill !== null && plan.rules.has(skill) ? skill : null;
  return openings.get(named)?.isOpen ?? true;
}

/** In an unknown zone it is closed. */
export function isOpenAt(hours: OpeningHours | null, zone: string, at: number): boolean {
  if (hours === null) return true;
  const clock = wallClock(zone, at);
  if (clock === null || hours.closed.some((date) => dayOf(date) === clock.day)) return false;
  const minute = clock.minuteOfDay;
  return hours.week[clock.weekday].some(
    ({ fromMinute, untilMinute }) => minute >= fromMinute && minute < untilMinute,
  );
}

/** The next instant at which this changes, searched a fortnight ahead. */
export function changesAt(hours: OpeningHours | null, zone: string, at: number): number {
  if (hours === null) return Infinity;
  const open = isOpenAt(hours, zone, at);
  const end = at + 14 * dayMs;
  for (let next = boundAfter(hours, zone, at); next < end; next = boundAfter(hours, zone, next))
    if (isOpenAt(hours, zone, next) !== open) return next;
  return end;
}

/**
 * The next bound of a span, but at most the next quarter of an hour: a day or an offset may change
 * there.
 */
function boundAfter({ week }: OpeningHours, zone: string, at: number): number {
  const clock = wallClock(zone, at);
  if (clock === null) return nextQuarter(at);
  const minuteStart = at - (at % 60_000);
  const bounds = week[clock.weekday]
    .flatMap(({ fromMinute, untilMinute }) => [fromMinute, untilMinute])
    .filter((bound) => bound > clock.minuteOfDay)
    .map((bound) => minuteStart + (bound - clock.minuteOfDay) * 60_000);
  return Math.min(nextQuarter(at), ...bounds);
}

/** Days since 1970 of a date such as 2026-12-25. */
function dayOf(date: string): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return daysFromCivil(year, month, day);
}
