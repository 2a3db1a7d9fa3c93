// Countries by name, as the reader's language calls them. Stored and compared is always the code.
import { locale } from './words.ts';

const names = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' });

/** Netherlands, of NL; what is no code stays as it is. */
export function countryName(code: string): string {
  try {
    return names.of(code.toUpperCase()) ?? code;
  } catch {
    return code;
  }
}
