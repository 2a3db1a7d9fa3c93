// Words come from the catalogues in `words` by key; no component carries a sentence of its own.
// A catalogue entry is a text with {places}, or texts for plural categories by the place {n}. Which
// language's is looked up at each call, so that a reader made once speaks every language.
import type { CatalogueName } from '@opportune/words/catalogues.ts';
import type { Entry } from '@opportune/words/language.ts';
import { perLocale, spoken } from './language.ts';

export type { Entry };
export type Values = Readonly<Record<string, string | number>>;
export type Translate<Key extends string> = (key: Key, values?: Values) => string;

const counts = perLocale((locale) => new Intl.NumberFormat(locale));

/**
 * The reader of a catalogue: `t('inbox.waiting', { n: 3 })`. `name` is the catalogue's name among
 * those that are translated; English stands wherever another language has no words.
 */
export function createWords<const Words extends Readonly<Record<string, Entry>>>(
  english: Words,
  name?: CatalogueName,
): Translate<Extract<keyof Words, string>> {
  const entryOf = createEntries(english, name);
  return (key, values = {}) => {
    const entry = entryOf(key);
    return entry === undefined ? key : fill(entry, values);
  };
}

/** The entries of a catalogue by any text; undefined where it has no such key. */
export function createEntries(
  english: Readonly<Record<string, Entry>>,
  name?: CatalogueName,
): (key: string) => Entry | undefined {
  return (key) => {
    const other = spoken();
    const words: Readonly<Record<string, Entry>> | undefined =
      other === null || name === undefined ? undefined : other[name];
    return words?.[key] ?? english[key];
  };
}

/** Fills one entry of a catalogue. */
export function fill(entry: Entry, values: Values): string {
  return choose(entry, values).replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    if (value === undefined) return place;
    return typeof value === 'number' ? counts().format(value) : value;
  });
}

const plurals = perLocale((locale) => new Intl.PluralRules(locale));

function choose(entry: Entry, values: Values): string {
  if (typeof entry === 'string') return entry;
  return entry[plurals().select(Number(values['n'] ?? 0))] ?? entry.other;
}
