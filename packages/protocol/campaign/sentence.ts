// A condition as a sentence of chips. core/campaign/sentence.ts makes it, the condition builder
// shows and edits it, and the catalogues in `words` have its words.

/**
 * The place of a chip in the condition, as a path: `all.1.value`. Editing a chip edits that place.
 */
export type ChipPath = string;

export type Chip =
  /** Connecting words, by key of the catalogue. */
  | { readonly kind: 'word'; readonly key: SentenceWord; readonly path: ChipPath }
  /**
   * What it is about: a fact by key (`fact.cart.total`), or an event, section, skill or trait by
   * its own name.
   */
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
  /** An ISO 3166 code, shown as the country's name. */
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
  /** `negated`: it is inside a `not` of its own, and its words say so. */
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
 * The order in which English puts the parts of a clause, by its kind. Another language has its own
 * order under `pattern.` in its catalogue. Parts that a clause does not have are skipped.
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
