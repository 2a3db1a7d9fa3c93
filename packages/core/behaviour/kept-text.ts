// Texts that visitors bring, as a profile keeps them; what a condition compares them with is brought
// into the same form, or it could never be met: whoever asks for `Boots` means what is kept as `boots`.
import type { FactCondition } from '@opportune/protocol/condition.ts';
import type { Json } from '@opportune/protocol/event.ts';
import { profileLimits } from '@opportune/protocol/limits.ts';

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
  return text.slice(0, textLength);
}

function phrase(text: string): string {
  return cut(text).trim().toLowerCase();
}

const forms: Readonly<Record<string, (text: string) => string>> = {
  'search.words': phrase,
  'services.topics': phrase,
  'cart.products': cut,
  'products.ids': cut,
  'products.categories': cut,
  'errors.met': cut,
  'forms.started': cut,
  'forms.left': cut,
  'forms.submitted': cut,
  'clicks.marks': cut,
};

/** The comparison as it is made with what is kept. */
export function asKept(node: FactCondition): FactCondition {
  const form = Object.hasOwn(forms, node.fact) ? forms[node.fact] : undefined;
  if (form === undefined || node.value === undefined) return node;
  const kept = <Value>(value: Value): Value | string =>
    typeof value === 'string' ? form(value) : value;
  return { ...node, value: Array.isArray(node.value) ? node.value.map(kept) : kept(node.value) };
}
