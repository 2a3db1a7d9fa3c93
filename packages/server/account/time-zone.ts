// Names of time zones that everything which counts days knows: this process, PostgreSQL and ClickHouse.
// The databases go by the exact name, and take an offset such as `+03:00` for none or for its opposite.

/** The name as all know it; null where there is no such zone, or it is no name. */
export function knownTimeZone(name: string): string | null {
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    return /^[A-Z]/.test(timeZone) && timeZone !== 'Etc/Unknown' ? timeZone : null;
  } catch {
    return null;
  }
}
