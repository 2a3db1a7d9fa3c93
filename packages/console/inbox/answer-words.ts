// The reader of the catalogue of predefined answers.
import { answersEn } from '@opportune/words/en/desk/answers.ts';
import type { AnswerVariable } from '@opportune/protocol/rest/conversation/answers.ts';
import { createWords } from '../words/words.ts';

export const p = createWords(answersEn, 'answers');

/** What a variable stands for, as it is said to people. */
export function variableWords(variable: AnswerVariable): string {
  return p(`var.${variable}`);
}
