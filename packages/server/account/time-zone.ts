// The names of time zones that this process, PostgreSQL and ClickHouse all know. The databases
// match names exactly, and read an offset such as `+03:00` as no zone or as its opposite.

/** The name as all know it. Null if there is no such zone. */
export function knownTimeZone(name: string): string | null {
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    return /^[A-Z]/.test(timeZone) && timeZone !== 'Etc/Unknown' ? timeZone : null;
  } catch {
    return null;
  }
}
