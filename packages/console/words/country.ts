// Countries by name, as the reader's language calls them. Stored and compared is always the code.
import { perLocale } from './language.ts';

const names = perLocale(
  (locale) => new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' }),
);

/** Netherlands, of NL; what is no code stays as it is. */
export function countryName(code: string): string {
  try {
    return names().of(code.toUpperCase()) ?? code;
  } catch {
    return code;
  }
}
