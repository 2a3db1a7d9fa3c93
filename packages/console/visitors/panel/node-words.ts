// One condition of a campaign in words, and the value that its fact had when it was judged.
import { withheld } from '@opportune/core/behaviour/facts/custom-facts.ts';
import { plainWords, type Speaker } from '@opportune/core/campaign/plain-words.ts';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import type { Reason } from '@opportune/protocol/campaign/decision.ts';
import { factDefinition } from '@opportune/protocol/behaviour/facts.ts';
import type { ChipUnit } from '@opportune/protocol/campaign/sentence.ts';
import { countryName } from '../../words/country.ts';
import { duration } from '../../words/format.ts';
import { lookUp } from '../../words/words.ts';
import { t } from '../../words/words.ts';
import { format } from '../../words/format.ts';

/** For example "Cart total is at least €250". */
export function nodeWords(node: Condition): string {
  const line = plainWords(node, speaker());
  return line.charAt(0).toUpperCase() + line.slice(1);
}

function speaker(): Speaker {
  return {
    say: (key) => lookUp(`condition.${key}`),
    show: (value, unit) => shown(value, unit),
  };
}

function shownText(value: string, unit: ChipUnit): string {
  if (unit === 'country') return countryName(value);
  return unit === 'instant' ? format.dateTime(Date.parse(value)) : value;
}

function shown(value: string | number | boolean, unit: ChipUnit, exact = false): string {
  if (typeof value === 'boolean') return t(`condition.unit.${value}`);
  if (typeof value === 'string') return shownText(value, unit);
  switch (unit) {
    case 'money':
      return exact ? format.money(value) : format.sum(value);
    case 'seconds':
      return value >= 120
        ? duration(value * 1000)
        : t('condition.unit.seconds', { n: Math.floor(value) });
    case 'percent':
    case 'times':
      return t(`condition.unit.${unit}`, { n: value });
    case 'instant':
      return format.dateTime(value);
    default:
      return format.number(value, 2);
  }
}

/** The value of the fact, for example €412.00, 40 s, 0 times or not yet. */
export function valueWords({ node, value, holds }: Reason): string {
  if ('leaving' in node) return t(holds ? 'visitors.value.true' : 'visit.why.notYet');
  if (value === null) return t(missingWord(node));
  if (value === withheld) return t('visitors.value.withheld');
  if ('sequence' in node && typeof value === 'number')
    return t('visitors.value.steps', { n: value, all: node.sequence.length });
  if ('absence' in node && typeof value === 'number')
    return t('visitors.value.since', { span: shown(value, 'seconds') });
  if (typeof value === 'object')
    return value.length === 0 ? t('visitors.value.nothing') : value.join(', ');
  return shown(value, unitOf(node, value), true);
}

/** The words for a missing value: of a time that has not begun, or of an unknown fact. */
function missingWord(
  node: Condition,
): 'visit.why.notThere' | 'visit.why.notYet' | 'visit.why.active' | 'visit.why.unknown' {
  if ('dwell' in node) return 'visit.why.notThere';
  if ('absence' in node) return 'visit.why.notYet';
  return 'idle' in node ? 'visit.why.active' : 'visit.why.unknown';
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
