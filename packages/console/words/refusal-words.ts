// Translates refusals. The server and the checks of core write them in English, with a stable code.
// This file finds the English text among the translated refusals, and otherwise uses the sentence
// of the code. In English a refusal is shown as it came.
import { refusalsEn } from '@opportune/words/en/refusals.ts';
import { lookUp, type Values } from './words.ts';
import { speech } from './language.ts';

/** A refusal, from a problem of the API or of a draft. */
interface Refusal {
  readonly code: string | null;
  readonly message: string;
}

interface Template {
  readonly key: keyof typeof refusalsEn;
  readonly pattern: RegExp;
}

let templates: readonly Template[] | null = null;

export function refusalWords({ code, message }: Refusal): string {
  if (speech.get().language === 'en') return message;
  const found = saidBefore(message);
  if (found !== null) return lookUp(`refusals.${found.key}`, found.values) ?? message;
  return (code === null ? undefined : lookUp(`errors.${code}`)) ?? message;
}

/** The refusal that has this English text, with the values of its places. Null if there is none. */
export function saidBefore(
  message: string,
): { readonly key: Template['key']; readonly values: Values } | null {
  templates ??= keys.map((key) => ({ key, pattern: patternOf(refusalsEn[key]) }));
  for (const { key, pattern } of templates) {
    const match = pattern.exec(message);
    if (match !== null) return { key, values: { ...match.groups } };
  }
  return null;
}

const keys = Object.keys(refusalsEn).filter((key): key is Template['key'] => key in refusalsEn);

function patternOf(text: string): RegExp {
  const escaped = text.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\{(\w+)\}/g, '(?<$1>.+?)')}$`, 's');
}
