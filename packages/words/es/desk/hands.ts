// Spanish words of joining and whispering, and of the strip of open conversations.

import type { handsEn } from '../../en/desk/hands.ts';
import type { Words } from '../../language.ts';

export const handsEs: Words<typeof handsEn> = {
  'note.joined': '{agent} se ha unido',
  'note.left': '{agent} se ha ido',
  'group.joined': 'Unidas',
  'act.join': 'Unirse',
  'act.leave': 'Salir',
  'act.joined': 'Se ha unido a la conversación',
  'act.left': 'Ha salido de la conversación',
  'bar.whisper': '{agent} atiende esta conversación. Solo los agentes ven lo que escriba aquí.',
  'bar.joined': '{agent} lleva esta conversación. El visitante ve lo que escriben ambos.',
  'talk.joined': 'Con {names}',
  'compose.whisper': 'Susurrar a los agentes',
  'compose.whisperPlaceholder': 'Solo lo ven los agentes, también {agent}',
  'compose.addWhisper': 'Susurrar',
  'open.strip': 'Conversaciones abiertas',
  'open.close': 'Cerrar {name}',
  'alert.joined': '{agent} se ha unido con {name}',
};
