// Renders a sentence as one line of text. The caller provides the words, units and numbers.
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import { customFactPrefix } from '@opportune/protocol/behaviour/facts.ts';
import {
  clausePatterns,
  type Chip,
  type ChipUnit,
  type ClauseKind,
  type ClausePatterns,
  type Sentence,
} from '@opportune/protocol/campaign/sentence.ts';
import { sentenceOf } from './sentence.ts';

export interface Speaker {
  /**
   * The word of a catalogue key: `word.and`, `op.gte`, `fact.cart.total`. Undefined if there is
   * none.
   */
  say(key: string): string | undefined;
  /** One value with its unit, formatted for the reader's language. */
  show(value: string | number | boolean, unit: ChipUnit): string;
}

/** A condition as one line: `Cart total is at least 100 and (… or …)`. */
export function plainWords(condition: Condition, speaker: Speaker): string {
  return read(sentenceOf(condition, '', patternsOf(speaker)), speaker, true);
}

/** The order in which the speaker's language puts the parts of a clause. */
export function patternsOf({ say }: Pick<Speaker, 'say'>): ClausePatterns {
  const of = (kind: ClauseKind): string => say(`pattern.${kind}`) ?? clausePatterns[kind];
  return {
    fact: of('fact'),
    performed: of('performed'),
    absence: of('absence'),
    sequence: of('sequence'),
    dwell: of('dwell'),
    idle: of('idle'),
    score: of('score'),
  };
}

function read(sentence: Sentence, speaker: Speaker, outermost: boolean): string {
  if (sentence.type === 'clause')
    return sentence.chips.map((chip) => chipWords(chip, speaker)).join(' ');
  const { logic, parts } = sentence;
  const [only] = parts;
  if (only === undefined) return word(logic === 'all' ? 'always' : 'never', speaker);
  if (logic === 'not') return `${word('not', speaker)} ${read(only, speaker, false)}`;
  if (parts.length === 1) return read(only, speaker, outermost);
  const line = parts
    .map((part) => read(part, speaker, false))
    .join(` ${word(logic === 'all' ? 'and' : 'or', speaker)} `);
  return outermost ? line : `(${line})`;
}

/** The words of one chip. */
export function chipWords(chip: Chip, speaker: Speaker): string {
  switch (chip.kind) {
    case 'word':
      return word(chip.key, speaker);
    case 'operator':
      return speaker.say(chip.key) ?? chip.key;
    case 'name':
      return chip.of === 'fact'
        ? (speaker.say(`fact.${chip.name}`) ?? chip.name.replace(customFactPrefix, ''))
        : chip.name;
    case 'value':
      return valueWords(chip, speaker);
    default:
      return chip satisfies never;
  }
}

function word(key: string, speaker: Speaker): string {
  return speaker.say(`word.${key}`) ?? key;
}

function valueWords({ value, unit }: Extract<Chip, { kind: 'value' }>, speaker: Speaker): string {
  const values = typeof value === 'object' ? value : [value];
  return values.map((each) => speaker.show(each, unit)).join(`, `);
}
