// Texts that visitors bring, as a profile keeps them; what a condition compares them with is brought
// into the same form, or it could never be met: whoever asks for `Boots` means what is kept as `boots`.
import type { EventPattern, FactCondition } from '@opportune/protocol/campaign/condition.ts';
import { factDefinition } from '@opportune/protocol/behaviour/facts.ts';
import { eventName, type Json } from '@opportune/protocol/behaviour/event.ts';
import { profileLimits } from '@opportune/protocol/limits.ts';
import { cutText } from '../../world/own-text.ts';
import { readablePath } from './readable-path.ts';

type Where = NonNullable<EventPattern['where']>[number];

const { textLength } = profileLimits;

/** A short text, or a number as one; null for anything else. */
export function textOf(value: Json | undefined): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? cut(value) : null;
}

/** What somebody typed or named, however they wrote it; null for anything else. */
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

/** The comparison as it is made with what is kept. */
export function asKept(node: FactCondition): FactCondition {
  const kept = factDefinition(node.fact)?.kept;
  return kept === undefined ? node : formed(node, forms[kept]);
}

/** The same of a property: the path of a page is kept as people read it. */
export function propertyAsKept(event: string, where: Where): Where {
  return event === eventName.page && where.path === 'path' ? formed(where, readablePath) : where;
}

/** An expression stays as it is: to its own signs, percent signs are letters. */
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
