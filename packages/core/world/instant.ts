// Reads an instant that a person wrote (`2026-03-01`, `2026-03-01T09:30:00Z`) as ms since 1970.
// Times without a zone are UTC. Anything else is null.
import { daysFromCivil, dayMs } from './local-time.ts';

const form = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?Z?)?$/;

/** Milliseconds since 1970 of an ISO date or UTC time, or null. */
export function parseInstant(text: string): number | null {
  const found = form.exec(text);
  if (found === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59)
    return null;
  const ms = Number((found[7] ?? '0').padEnd(3, '0'));
  return daysFromCivil(year, month, day) * dayMs + ((hour * 60 + minute) * 60 + second) * 1000 + ms;
}
