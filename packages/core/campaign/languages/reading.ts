// Which version of a text a visitor reads: their language, else the language it is a variety of,
// else the account's fallback, else the default. It knows languages by their tags only.
import type { AccountLanguages, Translations } from '@opportune/protocol/campaign/translations.ts';

/**
 * The language to show, or null for the default. `reads` are the visitor's languages as BCP 47
 * tags, best first. A language without a translation here is passed over.
 */
export function languageFor(
  reads: readonly string[],
  translations: Translations | undefined,
  languages: AccountLanguages | undefined,
): string | null {
  if (translations === undefined) return null;
  const has = new Map(Object.keys(translations).map((tag) => [tag.toLowerCase(), tag]));
  const own = languages?.written.toLowerCase();
  for (const tag of reads.flatMap(varieties)) {
    const found = has.get(tag);
    if (found !== undefined) return found;
    if (tag === own || tag === own?.split('-')[0]) return null;
  }
  const fallback = languages?.fallback ?? null;
  return fallback !== null && Object.hasOwn(translations, fallback) ? fallback : null;
}

/** `de-AT` is a variety of `de` (RFC 4647, lookup). At most four parts are read. */
function varieties(tag: string): string[] {
  const parts = tag.toLowerCase().split(/[-_]/, 4);
  return parts.map((_, at) => parts.slice(0, parts.length - at).join('-'));
}

const rightToLeft: ReadonlySet<string> = new Set([
  ...['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ks', 'ps', 'sd', 'ug', 'ur', 'yi'],
]);
const scripts: ReadonlySet<string> = new Set(['arab', 'hebr', 'syrc', 'thaa', 'nkoo', 'adlm']);

/** The direction in which a language is written. A script in the tag decides. */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  const [language = '', second = ''] = tag.toLowerCase().split('-');
  if (second.length === 4) return scripts.has(second) ? 'rtl' : 'ltr';
  return rightToLeft.has(language) ? 'rtl' : 'ltr';
}
