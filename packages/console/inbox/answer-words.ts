// The names of the variables of predefined answers, as agents read them.
import type { AnswerVariable } from '@opportune/protocol/rest/conversation/answers.ts';
import { t } from '../words/words.ts';

export function variableWords(variable: AnswerVariable): string {
  return t(`answers.var.${variable}`);
}
