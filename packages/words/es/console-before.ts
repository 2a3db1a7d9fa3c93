// Lo que precede a una respuesta, en español.
import type { beforeEn } from '../console-before-en.ts';
import type { Words } from '../language.ts';

export const beforeEs: Words<typeof beforeEn> = {
  'wait.minutes': { one: 'cerca de 1 min', other: 'cerca de {n} min' },
  'wait.hour': 'una hora o más',
  'wait.new': 'Quien llega ahora espera {wait}',
  'wait.ofSkill': '{skill}: {wait}',
  'wait.hint':
    'Según quienes esperan delante, las plazas de quienes pueden atender y lo que duraron los últimos chats.',
};
