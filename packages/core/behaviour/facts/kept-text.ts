// Normalises texts that visitors bring, as a profile stores them. Values in conditions get the same
// form: a condition on `Boots` must match the stored `boots`.
import type { EventPattern, FactCondition } from '@opportune/protocol/campaign/condition.ts';
import { factDefinition } from '@opportune/protocol/behaviour/facts.ts';
import { eventName, type Json } from '@opportune/protocol/behaviour/event.ts';
import { profileLimits } from '@opportune/protocol/limits/visitors.ts';
import { cutText } from '../../world/own-text.ts';
import { readablePath } from './readable-path.ts';

type Where = NonNullable<EventPattern['where']>[number];

const { textLength } = profileLimits;

/** A short text, or a number as text. Null for anything else. */
export function textOf(value: Json | undefined): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? cut(value) : null;
}

/** What a person typed or named, in any spelling. Null for anything else. */
export function phraseOf(value: Json | undefined): string | null {
  return phrase(textOf(value) ?? '') || null;
}

function cut(text: string): string {
  return cutText(text, textLength);
}

function phrase(text: string): string {
  return cut(text).trim().toLowerCase();
}

const forms = { short: cut, phrase, path: readablePath } as const;

/** The comparison with its value in stored form. */
export function asKept(node: FactCondition): FactCondition {
  const kept = factDefinition(node.fact)?.kept;
  return kept === undefined ? node : formed(node, forms[kept]);
}

/** The same for a property: the path of a page is stored decoded. */
export function propertyAsKept(event: string, where: Where): Where {
  return event === eventName.page && where.path === 'path' ? formed(where, readablePath) : where;
}

/** An expression stays as it is: to the expression, percent signs are plain characters. */
function formed<Asked extends Pick<FactCondition, 'op' | 'value'>>(
  asked: Asked,
  form: (text: string) => string,
): Asked {
  const { op, value } = asked;
  if (op === 'matches' || value === undefined) return asked;
  const kept = <Value>(each: Value): Value | string =>
    typeof each === 'string' ? form(each) : each;
  return { ...asked, value: Array.isArray(value) ? value.map(kept) : kept(value) };
}
