// Choices of time zones and currencies, with their names in the console's language.
import type { Choice } from '../../ui/index.ts';
import { perLocale } from '../../words/language.ts';

const zones = perLocale((locale) =>
  [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])].map((value) => ({
    value,
    label: named(value, zoneName(locale, value)),
  })),
);
const currencies = perLocale((locale) => {
  const names = new Intl.DisplayNames(locale, { type: 'currency', fallback: 'code' });
  return Intl.supportedValuesOf('currency').map((value) => ({
    value,
    label: named(value, names.of(value) ?? value),
  }));
});

/**
 * All time zones. The account's own is always among them, even if this browser does not list its
 * name.
 */
export function zoneChoices(current: string): readonly Choice[] {
  return withCurrent(zones(), current);
}

/** All currencies. The account's own is always among them. */
export function currencyChoices(current: string): readonly Choice[] {
  return withCurrent(currencies(), current);
}

function withCurrent(all: readonly Choice[], current: string): readonly Choice[] {
  return all.some(({ value }) => value === current)
    ? all
    : [{ value: current, label: current }, ...all];
}

function named(value: string, name: string): string {
  return name === value ? value : `${value} · ${name}`;
}

function zoneName(locale: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat(locale, {
    timeZone,
    timeZoneName: 'longGeneric',
  }).formatToParts();
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}
