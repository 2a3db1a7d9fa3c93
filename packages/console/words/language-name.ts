// The names of languages in the reader's language. Only tags are stored and compared.
import { perLocale } from './language.ts';

const names = perLocale(
  (locale) => new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' }),
);

/** de-AT gives German (Austria). Text that is no tag stays as it is. */
export function languageName(tag: string): string {
  try {
    return names().of(tag) ?? tag;
  } catch {
    return tag;
  }
}
