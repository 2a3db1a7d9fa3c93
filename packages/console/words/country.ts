// The names of countries in the reader's language. Only codes are stored and compared.
import { perLocale } from './language.ts';

const names = perLocale(
  (locale) => new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' }),
);

/** NL gives Netherlands. Text that is no code stays as it is. */
export function countryName(code: string): string {
  try {
    return names().of(code.toUpperCase()) ?? code;
  } catch {
    return code;
  }
}
