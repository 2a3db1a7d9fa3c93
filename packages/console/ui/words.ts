// Words come from the catalogues in `words` by key; no component carries a sentence of its own.
// A catalogue entry is a text with {places}, or two texts for one and for several by the place {n}.

export type Entry = string | { readonly one: string; readonly other: string };
export type Catalogue = Readonly<Record<string, Entry>>;
export type Values = Readonly<Record<string, string | number>>;
export type Translate<Key extends string> = (key: Key, values?: Values) => string;

/** The language of dates and numbers; the words are English where there is no other catalogue. */
export const locale: string = navigator.language || 'en';
const plural = new Intl.PluralRules('en');
const counts = new Intl.NumberFormat(locale);

/** The reader of a catalogue: `t('inbox.waiting', { n: 3 })`. Numbers are written as the locale does. */
export function createWords<const Words extends Catalogue>(
  catalogue: Words,
): Translate<Extract<keyof Words, string>> {
  return (key, values = {}) => {
    const entry: Entry | undefined = catalogue[key];
    return entry === undefined ? key : fill(entry, values);
  };
}

/** Fills one entry of a catalogue. */
export function fill(entry: Entry, values: Values): string {
  return choose(entry, values).replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    if (value === undefined) return place;
    return typeof value === 'number' ? counts.format(value) : value;
  });
}

function choose(entry: Entry, values: Values): string {
  if (typeof entry === 'string') return entry;
  return plural.select(Number(values['n'] ?? 0)) === 'one' ? entry.one : entry.other;
}
