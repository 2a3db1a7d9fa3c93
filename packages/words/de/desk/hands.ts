// German words of joining and whispering, and of the strip of open conversations.

import type { handsEn } from '../../en/desk/hands.ts';
import type { Words } from '../../language.ts';

export const handsDe: Words<typeof handsEn> = {
  'note.joined': '{agent} ist dazugekommen',
  'note.left': '{agent} ist gegangen',
  'group.joined': 'Dabei',
  'act.join': 'Dazukommen',
  'act.leave': 'Gehen',
  'act.joined': 'Sie nehmen jetzt am Gespräch teil',
  'act.left': 'Sie haben das Gespräch verlassen',
  'bar.whisper': '{agent} führt dieses Gespräch. Nur Agenten sehen, was Sie hier schreiben.',
  'bar.joined': '{agent} hat dieses Gespräch. Der Besucher sieht, was Sie beide schreiben.',
  'talk.joined': 'Mit {names}',
  'compose.whisper': 'Agenten zuflüstern',
  'compose.whisperPlaceholder': 'Nur Agenten sehen das, auch {agent}',
  'compose.addWhisper': 'Zuflüstern',
  'open.strip': 'Offene Gespräche',
  'open.close': '{name} schließen',
  'alert.joined': '{agent} ist bei {name} dazugekommen',
};
