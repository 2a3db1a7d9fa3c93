// The translator of the console. Every sentence comes by `area.key` from the catalogues of
// packages/words; no component holds a sentence of its own. An entry is a text with {places}, or
// one text per plural category of the place {n}. It uses the language of the moment.
import type { English } from '@opportune/words/catalogues.ts';
import type { Entry } from '@opportune/words/language.ts';
import { perLocale, speech } from './language.ts';

export type Values = Readonly<Record<string, string | number>>;
/** The keys of the catalogue of an area. */
export type KeyOf<Area extends keyof English> = Extract<keyof English[Area], string>;
/** The keys of all catalogues. */
export type Key = { [Area in keyof English]: `${Area}.${KeyOf<Area>}` }[keyof English];

/** `t('inbox.waiting', { n: 3 })`: the text of a key, with its places filled. */
export function t(key: Key, values?: Values): string {
  return lookUp(key, values) ?? key;
}

/**
 * The text of a key that may not exist, such as one that the server named. Undefined if it does
 * not.
 */
export function lookUp(key: string, values: Values = {}): string | undefined {
  const dot = key.indexOf('.');
  const catalogues: Readonly<Record<string, Readonly<Record<string, Entry>>>> = speech.get().words;
  const entry = catalogues[key.slice(0, dot)]?.[key.slice(dot + 1)];
  return entry === undefined ? undefined : fill(entry, values);
}

const counts = perLocale((locale) => new Intl.NumberFormat(locale));

/** Fills the places of an entry. */
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
