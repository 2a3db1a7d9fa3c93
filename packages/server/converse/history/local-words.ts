// Instants as the clock on the wall of an account's time zone shows them, for files and letters.

/** `2026-10-25` for a day, `2026-10-25 02:00 +02:00` for an hour: on two nights a year it comes twice. */
export function localTime(at: number, timeZone: string, by: 'hour' | 'day'): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  }).formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((part) => part.type === type)?.value ?? '';
  const day = `${of('year')}-${of('month')}-${of('day')}`;
  if (by === 'day') return day;
  const offset = of('timeZoneName').replace('GMT', '') || '+00:00';
  return `${day} ${of('hour')}:${of('minute')} ${offset}`;
}
