// German words of files in conversations: sending them, and what an account accepts.
import type { Words } from '../../language.ts';
import type { attachmentsEn } from '../../en/writing/attachments.ts';

export const attachmentsDe: Words<typeof attachmentsEn> = {
  attach: 'Datei senden',
  drop: 'Dateien hier ablegen, um sie zu senden',
  list: 'Zu sendende Dateien',
  progress: 'Hochladen von {name}',
  remove: '{name} entfernen',
  again: 'Noch einmal versuchen',
  lost: 'Die Verbindung ist abgebrochen',
  none: 'Hier werden keine Dateien angenommen',
  empty: '{name} ist leer',
  large: '{name} ist größer als {n} MB',
  type: 'Dateien wie {name} werden nicht angenommen',
  title: 'Dateien',
  text: 'Dateien, die Besucher und Agenten einander senden dürfen. Der Typ wird am Inhalt erkannt, nicht am Namen. Ort und Kameradaten werden aus Fotos entfernt.',
  visitors: 'Besucher dürfen Dateien senden',
  agents: 'Agenten dürfen Dateien senden',
  types: 'Typen',
  'type.image/png': 'PNG-Bilder',
  'type.image/jpeg': 'JPEG-Bilder',
  'type.image/gif': 'GIF-Bilder',
  'type.image/webp': 'WebP-Bilder',
  'type.application/pdf': 'PDF',
  'type.text/plain': 'Reiner Text',
  size: 'Größte Datei',
  megabytes: '{n} MB',
  'types.one': 'Wählen Sie mindestens einen Typ.',
};
