// The text of a predefined answer: the variables it names, and the resulting message. A variable
// without a value becomes a visible gap, never nothing. Pure.
import type { AnswerVariable } from '@opportune/protocol/rest/conversation/answers.ts';
import { answerVariables } from '@opportune/protocol/rest/conversation/answers.ts';

const named = /\{\{([^{}]*)\}\}/g;
const gap = /⟦[^⟦⟧]*⟧/;

/** Names in a text that are not variables, and unmatched braces; each once. */
export function unknownVariables(text: string): readonly string[] {
  const unknown = [...text.matchAll(named)]
    .map(([, name = '']) => name.trim())
    .filter((name) => !isVariable(name));
  const loose = /\{\{|\}\}/.exec(text.replaceAll(named, ''));
  return [...new Set(loose === null ? unknown : [...unknown, loose[0]])];
}

/** The message: values if known, else a gap with the words of `wordsOf`. */
export function fillAnswer(
  text: string,
  values: Readonly<Partial<Record<AnswerVariable, string>>>,
  wordsOf: (variable: AnswerVariable) => string,
): string {
  return text.replaceAll(named, (whole, inner: string) => {
    const name = inner.trim();
    if (!isVariable(name)) return whole;
    // A value that looks like a gap must not block the message.
    const value = values[name]?.replaceAll(/[⟦⟧]/g, '').trim() ?? '';
    return value === '' ? `⟦${wordsOf(name)}⟧` : value;
  });
}

/** The position of the first gap at or after a place. Null if there is none. */
export function gapIn(
  text: string,
  from = 0,
): { readonly start: number; readonly end: number } | null {
  const found = gap.exec(text.slice(from));
  if (found === null) return null;
  const start = from + found.index;
  return { start, end: start + found[0].length };
}

function isVariable(name: string): name is AnswerVariable {
  return answerVariables.some((variable) => variable === name);
}
