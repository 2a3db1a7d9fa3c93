// The words of chips: the catalogue of conditions, units and spans, as the editor writes them.
import {
  chipWords,
  patternsOf,
  plainWords,
  type Speaker,
} from '@opportune/core/campaign/plain-words.ts';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import type { Chip, ChipUnit, ClausePatterns } from '@opportune/protocol/campaign/sentence.ts';
import { countryName } from '../../../words/country.ts';
import { format } from '../../../words/format.ts';
import { lookUp } from '../../../words/words.ts';
import { t } from '../../../words/words.ts';

export function conditionWord(key: string): string {
  return say(key) ?? key;
}

function say(key: string): string | undefined {
  return lookUp(`condition.${key}`);
}

/** The order of a clause's parts in the console's language. */
export function patterns(): ClausePatterns {
  return patternsOf({ say });
}

export function speakerFor(): Speaker {
  return {
    say,
    show: (value, unit) => shown(value, unit),
  };
}

/** For example "Cart total is at least €100". */
export function conditionWords(condition: Condition): string {
  return upperFirst(plainWords(condition, speakerFor()));
}

/** The words of one chip, without a capital at the beginning. */
export function wordsOf(chip: Chip): string {
  return chipWords(chip, speakerFor());
}

export function upperFirst(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** For example 45 s, 10 min or 7 days: the largest unit without a remainder. */
export function spanWords(seconds: number): string {
  const { unit, amount } = spanOf(seconds);
  return t(`campaigns.span.${unit}`, { n: amount });
}

export const spanUnits = { s: 1, min: 60, h: 3600, d: 86_400 } as const;
export type SpanUnit = keyof typeof spanUnits;

export function spanOf(seconds: number): { unit: SpanUnit; amount: number } {
  for (const unit of ['d', 'h', 'min'] as const) {
    if (seconds >= spanUnits[unit] && seconds % spanUnits[unit] === 0)
      return { unit, amount: seconds / spanUnits[unit] };
  }
  return { unit: 's', amount: seconds };
}

export function shown(value: string | number | boolean, unit: ChipUnit): string {
  if (typeof value === 'boolean') return conditionWord(`unit.${value}`);
  if (typeof value === 'string') {
    if (unit === 'country') return countryName(value);
    return unit === 'instant' ? instantWords(value) : value;
  }
  switch (unit) {
    case 'money':
      return format.sum(value);
    case 'seconds':
      return spanWords(value);
    case 'percent':
    case 'times':
      return t(`condition.unit.${unit}`, { n: value });
    case 'instant':
      return format.dateTime(value);
    default:
      return format.number(value, 2);
  }
}

function instantWords(value: string): string {
  const at = Date.parse(value);
  return Number.isNaN(at) ? value : format.date(at);
}
