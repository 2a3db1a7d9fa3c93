// Was einer Antwort vorausgeht, auf Deutsch.
import type { beforeEn } from '../console-before-en.ts';
import type { Words } from '../language.ts';

export const beforeDe: Words<typeof beforeEn> = {
  'wait.minutes': { one: 'etwa 1 Min.', other: 'etwa {n} Min.' },
  'wait.hour': 'eine Stunde oder länger',
  'wait.new': 'Wer jetzt kommt, wartet {wait}',
  'wait.ofSkill': '{skill}: {wait}',
  'wait.hint':
    'Berechnet aus den Wartenden davor, den freien Plätzen derer, die übernehmen dürfen, und der Dauer der letzten Chats.',
};
