// One condition of a campaign in words, and the value that its fact had at that instant.
import { withheld } from '@opportune/core/behaviour/facts/custom-facts.ts';
import { plainWords, type Speaker } from '@opportune/core/campaign/plain-words.ts';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import type { Reason } from '@opportune/protocol/campaign/decision.ts';
import { factDefinition } from '@opportune/protocol/behaviour/facts.ts';
import type { ChipUnit } from '@opportune/protocol/campaign/sentence.ts';
import { conditionEn } from '@opportune/words/en/condition.ts';
import { countryName } from '../../words/country.ts';
import { duration, type Format } from '../../words/format.ts';
import { createEntries, fill } from '../../words/words.ts';
import { v } from '../visitor-words.ts';

const entryOf = createEntries(conditionEn, 'condition');

/** Cart total is at least €250 */
export function nodeWords(node: Condition, format: Format): string {
  const line = plainWords(node, speaker(format));
  return line.charAt(0).toUpperCase() + line.slice(1);
}

function speaker(format: Format): Speaker {
  return {
    say: (key) => {
      const entry = entryOf(key);
      return typeof entry === 'string' ? entry : undefined;
    },
    show: (value, unit) => shown(value, unit, format),
  };
}

function shown(
  value: string | number | boolean,
  unit: ChipUnit,
  format: Format,
  exact = false,
): string {
  if (typeof value === 'boolean') return fill(entryOf(`unit.${value}`) ?? String(value), {});
  if (typeof value === 'string') {
    if (unit === 'country') return countryName(value);
    return unit === 'instant' ? format.dateTime(Date.parse(value)) : value;
  }
  switch (unit) {
    case 'money':
      return exact ? format.money(value) : format.sum(value);
    case 'seconds':
      return value >= 120
        ? duration(value * 1000)
        : fill(entryOf('unit.seconds') ?? '{n}', { n: Math.floor(value) });
    case 'percent':
    case 'times':
      return fill(entryOf(`unit.${unit}`) ?? '{n}', { n: value });
    case 'instant':
      return format.dateTime(value);
    default:
      return format.number(value, 2);
  }
}

/** What the fact came to: €412.00, 40 s, 0 times, not yet. */
export function valueWords({ node, value, holds }: Reason, format: Format): string {
  if ('leaving' in node) return v(holds ? 'value.true' : 'why.notYet');
  if (value === null) return v(missingWord(node));
  if (value === withheld) return v('value.withheld');
  if ('sequence' in node && typeof value === 'number')
    return v('value.steps', { n: value, all: node.sequence.length });
  if ('absence' in node && typeof value === 'number')
    return v('value.since', { span: shown(value, 'seconds', format) });
  if (typeof value === 'object') return value.length === 0 ? v('value.nothing') : value.join(', ');
  return shown(value, unitOf(node, value), format, true);
}

/** Nothing is known: of a time that did not begin, and of a fact. */
function missingWord(
  node: Condition,
): 'why.notThere' | 'why.notYet' | 'why.active' | 'why.unknown' {
  if ('dwell' in node) return 'why.notThere';
  if ('absence' in node) return 'why.notYet';
  return 'idle' in node ? 'why.active' : 'why.unknown';
}

function unitOf(node: Condition, value: string | number | boolean): ChipUnit {
  if ('performed' in node) return 'times';
  if ('dwell' in node || 'idle' in node) return 'seconds';
  const fact = 'fact' in node ? node.fact : 'score' in node ? node.score.fact : null;
  if (fact === 'place.country') return 'country';
  const type = fact === null ? undefined : factDefinition(fact)?.type;
  if (type === undefined || type === 'list' || (type === 'text' && typeof value !== 'string'))
    return typeof value === 'number' ? 'number' : 'text';
  return type;
}
