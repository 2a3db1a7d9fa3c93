// A condition as a sentence of chips: what core/campaign/sentence.ts makes of it, what the condition
// builder shows and edits, and what the catalogues in `words` have the words for.

/** Where in the condition a chip stands, as a path: `all.1.value`. Editing a chip edits that place. */
export type ChipPath = string;

export type Chip =
  /** Words between the others, by key of the catalogue. */
  | { readonly kind: 'word'; readonly key: SentenceWord; readonly path: ChipPath }
  /** What it is about: a fact by key (`fact.cart.total`), or an event, section, skill or trait by its own name. */
  | {
      readonly kind: 'name';
      readonly of: 'fact' | 'event' | 'section' | 'trait' | 'property' | 'skill';
      readonly name: string;
      readonly path: ChipPath;
    }
  | { readonly kind: 'operator'; readonly key: string; readonly path: ChipPath }
  | {
      readonly kind: 'value';
      readonly unit: ChipUnit;
      readonly value: ChipValue;
      readonly path: ChipPath;
    };

export type ChipUnit =
  | 'number'
  | 'money'
  | 'seconds'
  | 'percent'
  | 'text'
  /** A code of ISO 3166, read out as the country's name. */
  | 'country'
  | 'boolean'
  | 'instant'
  | 'times';
export type ChipValue = string | number | boolean | readonly (string | number | boolean)[];

export type Sentence =
  | {
      readonly type: 'group';
      readonly logic: 'all' | 'any' | 'not';
      readonly path: ChipPath;
      readonly parts: readonly Sentence[];
    }
  /** `negated`: it stands within a `not` of its own, and its words say so. */
  | {
      readonly type: 'clause';
      readonly negated: boolean;
      readonly path: ChipPath;
      readonly chips: readonly Chip[];
    };

/** Keys that every catalogue has a word for, under `word.`. */
export const sentenceWords = [
  'and',
  'or',
  'not',
  'always',
  'never',
  'happened',
  'happened.not',
  'within',
  'visit',
  'where',
  'then',
  'without',
  'after',
  'absent',
  'absent.not',
  'dwell.page',
  'dwell.section',
  'dwell.visit',
  'dwell.not',
  'in',
  'for',
  'idle',
  'idle.for',
  'idle.not',
  'leaving',
  'leaving.not',
  'rises',
  'falls',
  'atLeast',
  'atMost',
  'exactly',
] as const;
export type SentenceWord = (typeof sentenceWords)[number];

/**
 * The order in which English says the parts of a clause, by its kind. Another language has an order of
 * its own under `pattern.` in its catalogue; a part that a clause has not is left out.
 */
export const clausePatterns = {
  fact: '{not} {fact} {operator} {value}',
  performed: '{event} {verb} {count} {span}',
  absence: '{event} {verb} {span} {after} {first}',
  sequence: '{not} {steps} {without} {span}',
  dwell: '{not} {time} {place}',
  idle: '{verb} {for} {time}',
  score: '{not} {fact} {rises} {high} {falls} {low}',
} as const;
export type ClauseKind = keyof typeof clausePatterns;
export type ClausePatterns = Readonly<Record<ClauseKind, string>>;
