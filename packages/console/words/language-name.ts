// Languages by name, as the reader's own language calls them. Stored and compared is always the tag.
import { perLocale } from './language.ts';

const names = perLocale(
  (locale) => new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' }),
);

/** German (Austria), of de-AT; what is no tag stays as it is. */
export function languageName(tag: string): string {
  try {
    return names().of(tag) ?? tag;
  } catch {
    return tag;
  }
}
