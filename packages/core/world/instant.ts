// Parses an instant that a person or a program wrote (`2026-03-01`, `2026-03-01T09:30:00Z`,
// `2026-03-01T10:30:00.123456+01:00`) to ms since 1970. Times without a zone are UTC. Anything else
// is null. So is a day that the calendar does not have (`2026-02-30`): it never becomes one of the
// next month.
import { daysFromCivil, dayMs } from './local-time.ts';

const form =
  /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Milliseconds since 1970 of an ISO date or time, or null. */
export function parseInstant(text: string): number | null {
  const found = form.exec(text);
  if (found === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const offset = offsetMinutes(found[8] ?? 'Z');
  if (offset === null) return null;
  const ms = Number((found[7] ?? '0').slice(0, 3).padEnd(3, '0'));
  const ofDay = ((hour * 60 + minute - offset) * 60 + second) * 1000 + ms;
  return daysFromCivil(year, month, day) * dayMs + ofDay;
}

/** Whether a text is an existing day, such as 2026-03-09. */
export function isDay(text: string): boolean {
  return text.length === 10 && parseInstant(text) !== null;
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** East of UTC. */
function offsetMinutes(zone: string): number | null {
  if (zone === 'Z') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  if (hours > 23 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
