// Formats instants in local time of an account's time zone, for files and e-mail.
import { zoneOffsetMs } from '@opportune/core/world/local-time.ts';

/**
 * `2026-10-25` for a day, `2026-10-25 02:00 +02:00` for an hour, because an hour may occur twice
 * when the clock changes.
 */
export function localTime(at: number, timeZone: string, by: 'hour' | 'day'): string {
  const offsetMs = zoneOffsetMs(timeZone, at) ?? 0;
  const shown = new Date(at + offsetMs).toISOString();
  const day = shown.slice(0, 10);
  if (by === 'day') return day;
  const offset = new Date(Math.abs(offsetMs)).toISOString().slice(11, 16);
  return `${day} ${shown.slice(11, 16)} ${offsetMs < 0 ? '-' : '+'}${offset}`;
}
