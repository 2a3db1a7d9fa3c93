// The days that Home compares: today with the six days before it, and the seven days before those,
// up to the same time of day [HI2]. Pure.
import { instantOf, wallClock } from '../../campaigns/editor/zoned-time.ts';

export const weekDays = 7;

export interface WeekSpan {
  /** Days `YYYY-MM-DD`, oldest first. The last one is today. */
  readonly days: readonly string[];
  readonly daysBefore: readonly string[];
  /** From the first day's beginning to the end of today. */
  readonly now: { readonly from: number; readonly until: number };
  /** As many days before, up to the same time of day. */
  readonly before: { readonly from: number; readonly until: number };
}

/** Answers are asked for anew at these steps, not with each tick of the clock. */
const stepMinutes = 5;

export function weekSpan(at: number, timeZone: string): WeekSpan {
  const wall = wallClock(at, timeZone);
  const today = wall.slice(0, 10);
  const days = daysUntil(today, 0);
  const daysBefore = daysUntil(today, weekDays);
  const startOf = (day: string) => instantOf(`${day}T00:00`, timeZone) ?? at;
  const [first = today] = days;
  const [firstBefore = today] = daysBefore;
  const sameDay = daysBefore.at(-1) ?? today;
  const sameTime = instantOf(`${sameDay}T${lastStep(wall)}`, timeZone) ?? at;
  return {
    ...{ days, daysBefore },
    now: { from: startOf(first), until: startOf(dayBefore(today, -1)) },
    before: { from: startOf(firstBefore), until: sameTime },
  };
}

/** Seven days that end `back` days before a day. */
function daysUntil(day: string, back: number): readonly string[] {
  return Array.from({ length: weekDays }, (_, at) => dayBefore(day, back + weekDays - 1 - at));
}

function dayBefore(day: string, back: number): string {
  return new Date(Date.parse(`${day}T00:00Z`) - back * 86_400_000).toISOString().slice(0, 10);
}

/** The time of day, rounded down to a step. */
function lastStep(wall: string): string {
  const minute = Math.floor(Number(wall.slice(14, 16)) / stepMinutes) * stepMinutes;
  return `${wall.slice(11, 14)}${String(minute).padStart(2, '0')}`;
}
