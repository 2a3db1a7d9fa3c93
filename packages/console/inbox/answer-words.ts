// What the variables of predefined answers are called.
import type { AnswerVariable } from '@opportune/protocol/rest/conversation/answers.ts';
import { t } from '../words/words.ts';

/** What a variable stands for, as it is said to people. */
export function variableWords(variable: AnswerVariable): string {
  return t(`answers.var.${variable}`);
}
